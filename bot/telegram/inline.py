"""Inline mode: "@bot fees" in any chat offers answers, and the one that is picked is sent there.

An inline query is no turn: it changes nothing, so it is answered at once and stored nowhere, and one that is lost is
asked again with the next letter typed. That is also why of each person only the latest is answered, and why a failure
is logged and forgotten.

The limits are each process's own: somebody whose queries reach several processes may be answered more often.
"""

import asyncio
import html
import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.clock import Clock
from bot.conversation import Speaker
from bot.dialogue import actions as act
from bot.dialogue.deep_links import Destination, link_to, write_parameter
from bot.dialogue.inline import Card, Offer, offer_answers
from bot.dialogue.replies import Reply
from bot.dialogue.response import buttons
from bot.dialogue.states import ChatState
from bot.logs import pseudonym, redacted
from bot.metrics import Metrics
from bot.rendering import Renderer, nearest_language, without_tags
from bot.support.fitting import fit
from bot.telegram.calls import Calls
from bot.telegram.pacing import Bucket
from bot.telegram.received import InlineQuery
from bot.telegram.sending import keyboard

CACHE_SECONDS = 300
QUERIES_A_TURN = 2
"""A question that is still being typed is asked more than once."""

AT_ONCE = 4
MAX_WAITING = 200
"""People whose queries wait; when there are more, newcomers are passed over."""

PEOPLE_KEPT = 10_000
MAX_DESCRIPTION = 160
"""UTF-16 units of an answer that stand under its question; a phone shows no more."""

MAIN_MENU = "menu"
"""A parameter of /start that names no place: the chat opens as it is."""

log = logging.getLogger(__name__)


class InlineAnswers:
    """Answers inline queries, as long as it runs. `user_rate` is the turns a minute of one user, 0 for any."""

    def __init__(  # noqa: PLR0913, PLR0917 - wiring
        self,
        speaker: Callable[[], Speaker],
        calls: Calls,
        clock: Clock,
        bot_name: Callable[[], str],
        metrics: Metrics,
        user_rate: float,
    ) -> None:
        self._speaker = speaker
        self._calls = calls
        self._clock = clock
        self._bot_name = bot_name
        self._metrics = metrics
        self._rate = user_rate * QUERIES_A_TURN
        self._allowances: OrderedDict[int, Bucket] = OrderedDict()
        self._latest: dict[int, InlineQuery] = {}
        self._queue: asyncio.Queue[int] = asyncio.Queue()

    def take(self, query: InlineQuery) -> None:
        """Answer `query` soon, unless its sender asks too much or has typed on meanwhile."""
        person = query.sender.id
        if person not in self._latest:
            if len(self._latest) >= MAX_WAITING:
                return
            self._queue.put_nowait(person)
        self._latest[person] = query

    async def run(self) -> None:
        """Answer until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(AT_ONCE):
                tasks.create_task(self._answer_each())

    async def _answer_each(self) -> None:
        while True:
            query = self._latest.pop(await self._queue.get())
            try:
                if self._may_ask(query.sender.id):
                    fields = await asyncio.to_thread(self._prepare, query)
                    await self._calls("answerInlineQuery", fields)
            except BadRequest as error:
                if "too old" not in error.message:  # their sender has typed on, or was answered before
                    self._failed(query, error)
            except TelegramError as error:
                log.warning("an inline query could not be answered: %s", error.message)
                self._metrics.error("inline")
            except Exception as error:  # noqa: BLE001 - whatever it is, the next one is answered
                self._failed(query, error)

    def _failed(self, query: InlineQuery, error: Exception) -> None:
        log.error("the inline query of %s could not be answered", pseudonym(query.sender.id), exc_info=error)
        self._metrics.error("inline")

    def _may_ask(self, person: int) -> bool:
        if not self._rate:
            return True
        now = asyncio.get_running_loop().time()
        bucket = self._allowances.setdefault(person, Bucket(self._rate / 60, self._rate, self._rate, now))
        self._allowances.move_to_end(person)
        if len(self._allowances) > PEOPLE_KEPT:
            self._allowances.popitem(last=False)
        if bucket.wait(now) > 0:
            return False
        bucket.take(now)
        return True

    def _prepare(self, query: InlineQuery) -> dict[str, Any]:
        """The fields of answerInlineQuery."""
        speaker, now = self._speaker(), self._clock()
        if log.isEnabledFor(logging.DEBUG):
            log.debug("%s asks inline: %s", pseudonym(query.sender.id), redacted(query.query))
        language = nearest_language(query.sender.language_code or "", speaker.assistant.languages)
        offer = offer_answers(speaker.assistant, query.query, language or "", now)
        holds = CACHE_SECONDS
        if offer.holds_until is not None:
            holds = min(holds, int((offer.holds_until - now).total_seconds()))
        return {
            "inline_query_id": query.id,
            "results": _articles(offer, speaker.renderer, self._bot_name()),
            "cache_time": holds,
            "is_personal": True,  # the language is the asker's
            "button": _into_chat(offer, speaker.renderer),
        }


def _articles(offer: Offer, renderer: Renderer, bot_name: str) -> list[dict[str, Any]]:
    return [
        {"id": str(number), **_article(card, offer.language, renderer, bot_name)}
        for number, card in enumerate(offer.cards, start=1)
    ]


def _article(card: Card, language: str, renderer: Renderer, bot_name: str) -> dict[str, Any]:
    """An InlineQueryResultArticle: the question, the answer, and below it the ways into the chat."""
    shows_how = (buttons(act.GoStep(card.step)),) if card.step else ()
    message = renderer.render(Reply(card.content, shows_how), language, ChatState())
    ways = [[[_ask(renderer, language), "url", link_to(bot_name, Destination(card.intent))]]]
    ways += [[[row[0].label, "url", link_to(bot_name, Destination(card.step or ""))]] for row in message.buttons]
    return {
        "type": "article",
        "title": html.unescape(renderer.view(language).intent(card.intent).question),
        "description": fit(" ".join(without_tags(message.text).split()), MAX_DESCRIPTION),
        "input_message_content": {
            "message_text": message.text,
            "parse_mode": ParseMode.HTML,
            "link_preview_options": {"is_disabled": True},
        },
        "reply_markup": keyboard(ways),
    }


def _into_chat(offer: Offer, renderer: Renderer) -> dict[str, str]:
    """The InlineQueryResultsButton above the answers: what only the chat can answer, or anything else."""
    if offer.chat_answers is None:
        return {"text": _ask(renderer, offer.language), "start_parameter": MAIN_MENU}
    short = html.unescape(renderer.view(offer.language).intent(offer.chat_answers).short)
    return {"text": short, "start_parameter": write_parameter(Destination(offer.chat_answers))}


def _ask(renderer: Renderer, language: str) -> str:
    """ "Ask a question", as the menu has it."""
    return renderer.menu(language).commands["ask"]
