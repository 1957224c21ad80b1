"""Between a customer's chat and their topic in the staff group: what one side writes is carried to the other.

A topic is opened by the first thing that is to go there. One that was deleted is opened anew, with the case in front:
the message that found it gone is tried again at once. As the group's messages leave one after the other, a burst of
them opens one topic. What Telegram has carried out is written down however long the database is away: trying the whole
again would carry it out twice.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import Bot, InputFile, ReplyParameters
from telegram.error import BadRequest

from bot.clock import Clock
from bot.storage import Outbox, Topics, insist
from bot.support.fitting import fit

MAX_TEXT = 4096
MAX_TITLE = 128
DELIVERED = "👍"
"""The reaction on a staff message that has reached the customer."""

_TOPIC_GONE = ("thread not found", "topic_deleted", "topic_id_invalid", "topic not found")


class TopicGoneError(Exception):
    """The topic was deleted: send again, and a new one is opened."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A report as the staff get it: a page in HTML, and a few lines beside it."""

    filename: str
    page: str
    caption: str


class Courier:
    """Carries messages to and from the staff group."""

    def __init__(self, topics: Topics, outbox: Outbox, clock: Clock, print_report: Callable[[int], Printed]) -> None:
        """`print_report` makes the report of so many days."""
        self._topics = topics
        self._outbox = outbox
        self._clock = clock
        self._print_report = print_report
        self._begun: dict[int, int] = {}
        """The customers' topics in which the case is still to be told."""

    async def carry(self, bot: Bot, chat_id: int, payload: Mapping[str, Any]) -> bool:
        """Carry out an item of the outbox; False where it is none of the desk's. Raises Telegram's errors."""
        match payload:
            case {"customer": _}:
                await self._to_desk(bot, chat_id, payload)
            case {"from_staff": staff_message, "group": group}:
                await self._to_customer(bot, chat_id, payload)
                reaction = {"reacts": staff_message}
                await insist(self._outbox.put, group, reaction, self._clock())
            case {"edits_staff": staff_message, "text": text}:
                await self._edit(bot, chat_id, await self._customer_side(chat_id, staff_message), text)
            case {"reacts": message}:
                with suppress(BadRequest):  # the message may be gone, or the group may allow no reactions
                    await bot.set_message_reaction(chat_id, message, DELIVERED)
            case {"report": days, "thread": thread}:
                await self._send_report(bot, chat_id, days, thread)
            case _:
                return False
        return True

    def report(self, customer: int, payloads: Iterable[Mapping[str, Any]], reason: str) -> None:
        """Tell the staff which of their messages did not arrive, and exactly why."""
        for payload in payloads:
            if "from_staff" in payload:
                line = {"text": f"✗ Not delivered: {reason}", "customer": customer, "answers": payload["from_staff"]}
                self._outbox.put(payload["group"], line, self._clock())

    async def _send_report(self, bot: Bot, group: int, days: int, thread: int | None) -> None:
        report = await asyncio.to_thread(self._print_report, days)
        file = InputFile(report.page.encode(), filename=report.filename)
        await bot.send_document(group, file, caption=report.caption, message_thread_id=thread)

    async def _to_desk(self, bot: Bot, group: int, payload: Mapping[str, Any]) -> None:
        customer = payload["customer"]
        thread = await asyncio.to_thread(self._topics.thread_of, customer)
        try:
            if thread is None:
                thread = await self._open_topic(bot, group, payload)
            await self._put_in_topic(bot, group, thread, payload)
        except BadRequest as error:
            if not any(words in error.message.lower() for words in _TOPIC_GONE):
                raise
            self._begun.pop(customer, None)
            await asyncio.to_thread(self._topics.save_thread, customer, None)
            raise TopicGoneError from error

    async def _open_topic(self, bot: Bot, group: int, payload: Mapping[str, Any]) -> int:
        customer = payload["customer"]
        latest = await asyncio.to_thread(self._topics.latest_case, customer)
        number, case = latest or ("", "")
        title = " · ".join(part for part in (payload.get("name"), payload.get("ticket") or number) if part)
        if customer not in self._begun:
            topic = await bot.create_forum_topic(group, fit(title or f"Chat {customer}", MAX_TITLE))
            self._begun[customer] = topic.message_thread_id
        thread = self._begun[customer]
        if "ticket" not in payload and case:
            await bot.send_message(group, fit(f"{number} · {case}", MAX_TEXT), message_thread_id=thread)
        await insist(self._topics.save_thread, customer, thread)
        del self._begun[customer]
        return thread

    async def _put_in_topic(self, bot: Bot, group: int, thread: int, payload: Mapping[str, Any]) -> None:
        customer = payload["customer"]
        match payload:
            case {"copies": message}:
                reply = _reply(await self._staff_side(customer, payload.get("reply_to")))
                copy = await bot.copy_message(
                    group, customer, message, message_thread_id=thread, reply_parameters=reply
                )
                await insist(self._topics.pair, customer, message, copy.message_id, self._clock())
            case {"edits_copy": message, "text": text}:
                await self._edit(bot, group, await self._staff_side(customer, message), text)
            case _:
                reply = _reply(payload.get("answers"))
                text = fit(payload["text"], MAX_TEXT)
                await bot.send_message(group, text, message_thread_id=thread, reply_parameters=reply)

    async def _to_customer(self, bot: Bot, customer: int, payload: Mapping[str, Any]) -> None:
        reply = _reply(await self._customer_side(customer, payload.get("reply_to")))
        staff_message = payload["from_staff"]
        copy = await bot.copy_message(customer, payload["group"], staff_message, reply_parameters=reply)
        await insist(self._topics.pair, customer, copy.message_id, staff_message, self._clock())

    async def _edit(self, bot: Bot, chat_id: int, message: int | None, text: str) -> None:
        """Bring the other side's copy up to date; one that is gone or unchanged is left."""
        if message is not None and text:
            with suppress(BadRequest):
                await bot.edit_message_text(text, chat_id, message)

    async def _staff_side(self, customer: int, message: int | None) -> int | None:
        return await asyncio.to_thread(self._topics.staff_side, customer, message)

    async def _customer_side(self, customer: int, staff_message: int | None) -> int | None:
        return await asyncio.to_thread(self._topics.customer_side, customer, staff_message)


def is_for_staff(payload: Mapping[str, Any]) -> bool:
    """Whether it goes to the staff group and not to a customer."""
    return any(key in payload for key in ("customer", "reacts", "report"))


def without_copy(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What the staff are told in place of a message that Telegram does not let a bot copy."""
    text = "The customer sent something that Telegram does not let me pass on."
    return {"text": text, "customer": payload["customer"], "name": payload["name"]}


def _reply(message: int | None) -> ReplyParameters | None:
    return ReplyParameters(message, allow_sending_without_reply=True) if message is not None else None
