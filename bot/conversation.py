"""One turn: load the chat, respond, save, put the replies in the outbox.

Everything that a user does comes through here, from Telegram, the simulator and the console alike.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from jinja2 import TemplateError
from sqlalchemy.exc import SQLAlchemyError

from bot.dialogue.actions import TalkToPerson, decode, encode
from bot.dialogue.allowance import Allowance, spend
from bot.dialogue.assistant import Assistant
from bot.dialogue.events import Event, Tap, Text
from bot.dialogue.handoff import number_ticket
from bot.dialogue.labels import NOT_A_WORD
from bot.dialogue.replies import ActionButton, Note, Plain, Reply
from bot.dialogue.response import Outcome, Response
from bot.dialogue.states import ChatState
from bot.rendering import Message, Renderer, nearest_language
from bot.storage import Outgoing, Turn, Turns
from bot.storage.turn_log import log_row

LONGEST_LABEL = 64

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something that happened in a chat.

    `language_code` is what Telegram says of the user's app. `tapped` is the message whose button was tapped, which may
    then be redrawn in place; `message_id` the user's own message; `update_id` is None where nothing can be delivered
    twice.
    """

    chat_id: int
    event: Event
    language_code: str = ""
    update_id: int | None = None
    tapped: int | None = None
    message_id: int | None = None
    zone: str | None = None
    name: str = ""
    """What the user calls themselves."""
    reply_to: int | None = None
    """The message that theirs answers."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a turn: the response as data, and the messages as the user reads them."""

    response: Response
    messages: tuple[Message, ...]

    @property
    def labels(self) -> dict[str, str]:
        """What each button now on offer says, with its callback data."""
        return {label: data for message in self.messages for label, data in message.labels.items()}


@dataclass(frozen=True)
class Speaker:
    """The assistant and the words for it: exchanged as one when the content is reloaded."""

    assistant: Assistant
    renderer: Renderer

    def speak(self, state: ChatState, incoming: Incoming, now: datetime) -> Said:
        """The turn without any storage."""
        return self.word(self.respond(state, incoming, now))

    def respond(self, state: ChatState, incoming: Incoming, now: datetime) -> Response:
        code = nearest_language(incoming.language_code, self.assistant.languages)
        language, zone = code or "", incoming.zone or state.zone
        if (language, zone) != (state.telegram_language, state.zone):
            state = replace(state, telegram_language=language, zone=zone)
        return self.assistant.respond(state, incoming.event, now)

    def word(self, response: Response) -> Said:
        """The response with its words."""
        language = response.outcome.language
        messages = tuple(self.renderer.render(reply, language, response.state) for reply in response.replies)
        return Said(response, messages)


class Conversation:
    """Turns over a database. `speaker` is asked for at each turn, so that a reload takes effect with the next one."""

    def __init__(
        self,
        turns: Turns,
        speaker: Callable[[], Speaker],
        *,
        user_rate: float = 0,
        observe: Callable[[str], None] = lambda _decision: None,
    ) -> None:
        """`user_rate` is the turns a minute that one user may take, 0 for any; `observe` hears what became of each."""
        self._turns = turns
        self._speaker = speaker
        self._user_rate = user_rate
        self._observe = observe

    def take(self, incoming: Incoming, now: datetime) -> Said | None:
        """Carry out one turn and commit it; None for an update that was handled before."""
        with self._turns.open(incoming.chat_id, incoming.update_id, now, incoming.message_id) as turn:
            return self._take(turn, incoming, now) if turn is not None else None

    def take_all(self, arrived: Sequence[Incoming], now: datetime) -> None:
        """Carry out turns that arrived together, and commit them at once.

        What goes wrong in one of them is said to its user, once, and the update is then done with. An error of the
        database undoes them all, and is raised.
        """
        chats, updates = [incoming.chat_id for incoming in arrived], [incoming.update_id for incoming in arrived]
        with self._turns.open_many(chats, updates, now) as batch:
            for incoming in arrived:
                turn = batch.turn(incoming.chat_id, incoming.update_id, incoming.message_id)
                if turn is not None:
                    self._take_safely(turn, incoming, now)

    def _take_safely(self, turn: Turn, incoming: Incoming, now: datetime) -> None:
        try:
            said = self._take(turn, incoming, now)
        except SQLAlchemyError:
            raise
        except Exception:
            log.exception("update %s could not be handled", incoming.update_id)
            self._observe("failed")
            with turn.undone_on_failure(writes=False), suppress(TemplateError, ValueError):
                self._apologize(turn, now)
        else:
            self._observe(said.response.outcome.decision.value)

    def _take(self, turn: Turn, incoming: Incoming, now: datetime) -> Said:
        if self._user_rate:
            allowance, may_go_on = spend(turn.state.allowance, now, self._user_rate)
            if not may_go_on:
                return self._ask_for_patience(turn, allowance, now)
            turn.state = replace(turn.state, allowance=allowance)
        tapped = _tapped_in_words(turn, incoming.event)
        if tapped is not None:
            incoming = replace(incoming, event=tapped)
        turn.name, turn.reply_to = incoming.name, incoming.reply_to
        turn.text = incoming.event.text if isinstance(incoming.event, Text) else ""
        speaker = self._speaker()
        response = speaker.respond(turn.state, incoming, now)
        with turn.undone_on_failure(writes=bool(response.effects)):
            turn.save(response.state, turn.labels, now)
            turn.log.append(log_row(incoming.chat_id, incoming.event, response, now))
            for effect in response.effects:
                turn.carry_out(effect, now)
            said = speaker.word(number_ticket(response, turn.ticket) if turn.ticket else response)
            turn.save(said.response.state, said.labels, now)
            # Only a single message can take the place of the tapped one: of several, the last must stand lowest.
            redraw = incoming.tapped if said.response.redraw and len(said.messages) == 1 else None
            for message in said.messages:
                send(turn, message, now, redraw)
        return said

    def _ask_for_patience(self, turn: Turn, allowance: Allowance, now: datetime) -> Said:
        """Too many messages at once: that is said once, and the others of the burst are passed over."""
        speaker = self._speaker()
        state = replace(turn.state, allowance=replace(allowance, is_told=True))
        turn.save(state, turn.labels, now)
        replies = () if allowance.is_told else (Reply(Note(Plain.ONE_MOMENT)),)
        outcome = Outcome(language=speaker.assistant.language_of(state))
        said = speaker.word(Response(state, replies, outcome=outcome))
        for message in said.messages:
            send(turn, message, now)
        return said

    def _apologize(self, turn: Turn, now: datetime) -> None:
        """Say sorry for an update that could not be handled; the chat's state stays as it was."""
        speaker = self._speaker()
        language = speaker.assistant.language_of(turn.state)
        sorry = Reply(Note(Plain.SORRY), ((ActionButton(TalkToPerson()),),))
        message = speaker.renderer.render(sorry, language, turn.state)
        offered = (*turn.state.offered, encode(TalkToPerson()))
        turn.save(replace(turn.state, offered=offered), {**turn.labels, **message.labels}, now)
        send(turn, message, now)

    def interject(  # noqa: PLR0913 - each a fact of what happened
        self,
        chat_id: int,
        event: Event | None,
        now: datetime,
        *,
        scheduled: int | None = None,
        update_id: int | None = None,
        after: Callable[[Turn], None] = lambda _turn: None,
    ) -> bool:
        """Something that the user did not do: a reminder, what became of a ticket, a word from the staff.

        `scheduled` is said once, and `update_id` handled once; `after` is told of the turn before it is committed;
        without an `event`, that is all.
        Gives whether it was carried out.
        """
        with self._turns.open(chat_id, update_id, now) as turn:
            if turn is None or (scheduled is not None and not turn.claim(scheduled, now)):
                return False
            if event is not None:
                self._interject(turn, event, now)
            after(turn)
            return True

    def _interject(self, turn: Turn, event: Event, now: datetime) -> None:
        speaker = self._speaker()
        said = speaker.word(speaker.assistant.respond(turn.state, event, now))
        for effect in said.response.effects:
            turn.carry_out(effect, now)
        if said.response.state != turn.state:
            turn.save_unasked(said.response.state, said.labels)
        for message in said.messages:
            send(turn, message, now)

    def settle(self, now: datetime) -> None:
        """See `Turns.settle`."""
        self._turns.settle(now)

    def hand_over(self, take: Callable[[], Sequence[Outgoing]]) -> int:
        """See `Turns.hand_over`."""
        return self._turns.hand_over(take)

    def tap_label(self, incoming: Incoming, label: str, now: datetime) -> Said | None:
        """A tap by what the button says, as the console has it; a label that is not on offer is an old message's."""
        with self._turns.open(incoming.chat_id, None, now) as turn:
            data = turn.labels.get(label) if turn is not None else None
        return self.take(replace(incoming, event=Tap(decode(data) if data else None)), now)


def _tapped_in_words(turn: Turn, event: Event) -> Tap | None:
    """The button on offer whose words were typed, where there was one: some type what they read."""
    if not isinstance(event, Text) or event.edited or len(event.text) > LONGEST_LABEL:
        return None
    typed = _words(event.text)
    data = next((data for label, data in turn.labels.items() if typed and _words(label) == typed), None)
    return Tap(decode(data)) if data else None


def _words(text: str) -> str:
    return NOT_A_WORD.sub(" ", text.casefold()).strip()


def send(turn: Turn, message: Message, now: datetime, edits: int | None = None) -> None:
    """Put a message in the outbox; `edits` is the message that it takes the place of.

    An item is one call: what failed is tried again without what has arrived.
    """
    buttons = [[[button.label, button.does, button.value] for button in row] for row in message.buttons]
    turn.send({"text": message.text, "buttons": buttons, "edits": edits, "photo": message.photo}, now)
    if message.contact:
        turn.send({"contact": message.contact}, now)
