"""`ask`: the same turn without Telegram, for people and, line by line, for programs."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.conversation import Conversation, Incoming, Said, Speaker
from bot.dialogue import replies
from bot.dialogue.events import Command, Event, Tap, Text
from bot.dialogue.states import ChatState, describe
from bot.support.hours import Availability


class AskError(Exception):
    """A line that cannot be asked; the message says what is wrong with it."""


@dataclass(frozen=True)
class Console:
    """Asks one line after the other. `conversation` is needed for numbered chats only, and made on first use."""

    speaker: Speaker
    conversation: Conversation
    clock: Clock

    def answer_lines(self, lines: Iterable[str]) -> Iterator[str]:
        """One JSON object for each line; a line that is none gets an object with an `error`."""
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                answer = self.answer(_parse(line))
            except AskError as error:
                answer = {"error": f"line {number}: {error}"}
            yield json.dumps(answer, ensure_ascii=False)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """The reply to one object of the `ask` channel."""
        now = _instant(question.get("now")) if question.get("now") else self.clock()
        chat = question.get("chat")
        if chat is not None and not isinstance(chat, int):
            raise AskError("`chat` must be a whole number")
        tap = question.get("tap")
        event = Tap(None) if tap is not None else event_of(question.get("text"))
        zone = _zone(question.get("timezone"))
        incoming = Incoming(chat or 0, event, str(question.get("language") or ""), zone=zone)
        if chat is None:
            said: Said | None = self.speaker.speak(ChatState(), incoming, now)
        elif tap is not None:
            said = self.conversation.tap_label(incoming, str(tap), now)
        else:
            said = self.conversation.take(incoming, now)
        if said is None:
            raise AskError("the turn was refused")
        return describe_turn(said)


def event_of(text: object) -> Event:
    """What typing `text` does: a command or a message."""
    if not isinstance(text, str):
        raise AskError("give `text` or `tap`, as text")
    if text.startswith("/") and len(text) > 1:
        name, _, argument = text[1:].partition(" ")
        return Command(name.partition("@")[0].lower(), argument.strip())
    return Text(text)


def describe_turn(said: Said) -> dict[str, Any]:
    """What came of a turn, as the `ask` channel has it."""
    outcome = said.response.outcome
    slots = {
        name: value
        for name in ("amount", "currency", "method", "language")
        if (value := getattr(outcome.slots, name)) is not None
    }
    described = {
        "decision": outcome.decision.value,
        "intent": outcome.intents[0] if outcome.intents else None,
        "choices": list(outcome.choices),
        "confidence": round(outcome.confidence, 4),
        "slots": {name: _plain(value) for name, value in slots.items()},
        "language": outcome.language,
        "text": "\n\n".join(message.text for message in said.messages),
        "buttons": [[button.label for button in row] for message in said.messages for row in message.buttons],
        "values": {name: value for reply in said.response.replies for name, value in values(reply.content).items()},
        "state": describe(said.response.state.where),
        "effects": [type(effect).__name__ for effect in said.response.effects],
    }
    if len(outcome.intents) > 1:
        described["intents"] = list(outcome.intents)
    return described


def values(content: replies.Content) -> dict[str, Any]:
    """The typed values that a reply is rendered from: amounts as decimal strings, instants in ISO 8601."""
    match content:
        case replies.FeesComputed(amount=amount, currency=currency, fees=fees):
            lines = [
                {"method": fee.method, "percent": str(fee.percent), "fee": str(fee.fee), "total": str(fee.total)}
                for fee in fees
            ]
            return {"amount": str(amount), "currency": currency, "fees": lines}
        case replies.CurrencyChecked(currency=currency, supported=supported):
            return {"currency": currency, "supported": supported}
        case replies.ContactShown() | replies.HandOffOffered():
            return {
                **_availability(content.availability, content.zone),
                "reply_by": content.reply_by.isoformat(),
                "timezone": content.zone,
            }
        case replies.PhoneShown(availability=availability, zone=zone):
            return {**_availability(availability, zone), "timezone": zone}
        case _:
            return {}


def _availability(availability: Availability, zone: str) -> dict[str, Any]:
    def local(at: datetime | None) -> str | None:
        return at.astimezone(ZoneInfo(zone)).isoformat() if at else None

    if availability.is_open:
        return {"open": True, "closes_at": local(availability.closes_at)}
    reason = availability.reason.value if availability.reason else None
    return {"open": False, "opens_at": local(availability.opens_at), "reason": reason}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral() else float(value)
    return value


def _parse(line: str) -> dict[str, Any]:
    try:
        question = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise AskError(f"not JSON: {error}") from error
    if not isinstance(question, dict):
        raise AskError("not a JSON object")
    return question


def _instant(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise AskError("`now` must be an instant such as 2026-11-23T10:00:00+08:00") from error
    if at.tzinfo is None:
        raise AskError("`now` must say its offset, as in 2026-11-23T10:00:00+08:00")
    return at


def _zone(value: object) -> str | None:
    if value is None:
        return None
    try:
        ZoneInfo(str(value))
    except (ValueError, OSError, KeyError) as error:
        raise AskError("`timezone` must be a zone such as Asia/Bangkok") from error
    return str(value)
