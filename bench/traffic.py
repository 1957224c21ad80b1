"""`python -m bench.traffic DATABASE_URL`: fills an empty database with invented traffic of a year, and times reports.

The log's rows are written as the turns would leave them; the turns themselves do not run, so a million takes a minute.
"""

import argparse
import math
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TypeVar

import yaml
from rich.console import Console
from rich.progress import track
from sqlalchemy import Engine, insert
from sqlmodel import SQLModel

from bot.bootstrap import make_desk
from bot.dialogue.states import ChatState, write_state
from bot.knowledge import Knowledge, load_knowledge
from bot.reporting import choose_period, make_report
from bot.settings import KNOWLEDGE
from bot.storage import migrate, open_database
from bot.storage.counting import count_days
from bot.storage.tables import Chat, Scheduled, StuckNote, TicketRow, TurnLog, Unanswered
from bot.storage.turn_log import DONE, OPENING, section_of

T = TypeVar("T")

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LANGUAGES = {"en": 22, "zh": 12, "ms": 14, "id": 20, "th": 14, "fil": 10, "vi": 8}
HARD_STEPS = {"alipay.identity": 0.11, "account_1688.verify": 0.14, "authorise.code": 0.12, "pay.method": 0.07}
"""The share that gives up there; elsewhere it is EASY."""

EASY = 0.025
WAITS = {"account_1688.verify": 60 * 30, "world_account.complete": 60 * 45, "topup.balance": 60 * 8}
"""Median minutes at steps where others must do something."""

SECTIONS_SKIPPED = {"alipay": 0.35, "account_1688": 0.4, "world_account": 0.3}
ASKS = 0.28
"""The chance of a question at a step."""
DECISIONS = ("answer", "choices", "fallback")
WEIGHTS = {"en": (82, 9, 9), "zh": (80, 10, 10), "th": (76, 11, 13), "vi": (75, 12, 13)}
USUAL_WEIGHTS = (79, 11, 10)


Rows = dict[type[SQLModel], list[dict[str, object]]]


class Traffic:
    """Invents chats, one after the other, and keeps what they leave until it is taken."""

    def __init__(self, knowledge: Knowledge, chance: random.Random) -> None:
        self.chance = chance
        self.rows: Rows = {}
        self.turns = 0
        self._guide = knowledge.guide
        self._strange = {language: self._shuffled(_strange(language)) for language in LANGUAGES}
        self._intents = self._shuffled([intent for intent in knowledge.intents if not intent.startswith("talk.")])

    def take_rows(self) -> Rows:
        rows, self.rows = self.rows, {}
        return rows

    def chat(self, number: int, begins: datetime) -> None:
        """One customer, from the first word to the last."""
        self._id, self._at, self._step = number, begins, ""
        [self._language] = self.chance.choices(list(LANGUAGES), list(LANGUAGES.values()))
        self._turn("command", "Welcome")
        if self._happens(0.2):
            self._ask()
        if self._happens(0.8):
            self._walk()
        state = write_state(ChatState())
        self._add(Chat, id=number, state=state, labels={}, blocked=False, seen_at=min(self._at, NOW))

    # -- the guide ----------------------------------------------------------------------------------------------------
    def _walk(self) -> None:
        self._step = OPENING
        for _ in range(3):
            self._turn("tap", "OpeningAsked")
        for section in self._guide.sections:
            if self._happens(SECTIONS_SKIPPED.get(section.id, 0)):
                continue
            for step in section.steps:
                self._step = step.id
                self._turn("tap", "StepShown")
                if not self._manage(step.troubles):
                    return
        self._step = DONE
        self._turn("tap", "GuideDone")

    def _manage(self, troubles: tuple[str, ...]) -> bool:
        """What happens at a step; False when the user leaves for good."""
        gives_up = HARD_STEPS.get(self._step, EASY)
        if self._happens(ASKS):
            self._ask()
        if self._happens(2 * gives_up):
            self._turn("tap", "TroublesListed")
            self._add(StuckNote, step=self._step, trouble="", at=self._at)
            if troubles:
                self._turn("tap", "TroubleHelp")
                self._add(StuckNote, step=self._step, trouble=self._often(troubles), at=self._at)
        if self._happens(gives_up):
            if self._happens(0.5):
                self._hand_over()
            return False
        minutes = WAITS.get(self._step, 4)
        self._at += timedelta(minutes=minutes * math.exp(self.chance.gauss(0, 0.9)))
        return True

    # -- questions ----------------------------------------------------------------------------------------------------
    def _ask(self) -> None:
        [decision] = self.chance.choices(DECISIONS, WEIGHTS.get(self._language, USUAL_WEIGHTS))
        intent = self._often(self._intents)
        match decision:
            case "answer":
                self._turn("text", "Answer", decision, intent)
            case "choices":
                self._turn("text", "Choices", decision)
                if self._happens(0.7):
                    self._turn("tap", "Answer", "answer", intent)
                elif self._happens(0.6):
                    self._turn("tap", "Fallback", "fallback")
                    self._miss(intent, rejected=True)
            case _:
                self._turn("text", "Fallback", decision)
                self._miss(intent, rejected=False)

    def _miss(self, nearest: str, *, rejected: bool) -> None:
        text = self._often(self._strange[self._language], 25)
        text = self.chance.choice([text, text.upper(), f"{text}?", f"hello, {text}", f"{text} call me 8123 4567"])
        self._add(Unanswered, text=text, language=self._language, nearest=[nearest], rejected=rejected, at=self._at)

    # -- people -------------------------------------------------------------------------------------------------------
    def _hand_over(self) -> None:
        self._turn("tap", "HandOffOffered", "answer", "support.human")
        if self._happens(0.3):
            self._turn("tap", "PhoneShown")
        if self._happens(0.2):
            self._turn("tap", "ReminderSet")
            due = self._at + timedelta(hours=10)
            self._add(Scheduled, chat_id=self._id, kind="reminder", ref="", due_at=due, done_at=due)
        if self._happens(0.6):
            self._turn("tap", "TicketOpened")
            self._open_ticket()

    def _open_ticket(self) -> None:
        taken = self._at + timedelta(minutes=90 * math.exp(self.chance.gauss(0, 1)))
        closed = taken + timedelta(minutes=60 * 6 * math.exp(self.chance.gauss(0, 1)))
        way = "live" if self._at > NOW - timedelta(days=200) else self.chance.choice(["mail", "copy"])
        is_answered, is_closed = self._happens(0.95) and taken < NOW, self._happens(0.92) and closed < NOW
        rated = is_closed and self._happens(0.5)
        self._add(
            TicketRow,
            chat_id=self._id,
            topic=self._often(
                ["", "code.not_received", "payment.failed", "account_1688.status", "topup.balance", "account.login"]
            ),
            way=way,
            language=self._language,
            reply_by=(self._at + timedelta(days=2)).date(),
            status="closed" if is_closed else "taken" if is_answered else "open",
            opened_at=self._at,
            taken_at=taken if is_answered and way == "live" else None,
            closed_at=closed if is_closed else None,
            rated_at=closed if rated else None,
            rating=self._often([5, 4, 3, 1, 2]) if rated else None,
            **dict.fromkeys(("name", "step", "words", "summary", "text", "zone", "email"), ""),
        )

    # -- pieces -------------------------------------------------------------------------------------------------------
    def _turn(self, kind: str, shown: str, decision: str = "", intent: str = "") -> None:
        self._at += timedelta(seconds=self.chance.uniform(5, 90))
        self.turns += self._at <= NOW
        self._add(
            TurnLog,
            chat_id=self._id,
            at=self._at,
            kind=kind,
            language=self._language,
            decision=decision,
            intent=intent,
            also="",
            shown=shown,
            step=self._step,
            section=section_of(self._step),
        )

    def _add(self, table: type[SQLModel], **values: object) -> None:
        """What lies in the future has not happened."""
        if self._at <= NOW or table is Chat:
            self.rows.setdefault(table, []).append(values)

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _often(self, what: Sequence[T], steepness: float = 6) -> T:
        """One of `what`, the first ones more often."""
        return what[min(int(self.chance.expovariate(steepness / len(what))), len(what) - 1)]

    def _shuffled(self, what: Sequence[T]) -> list[T]:
        return self.chance.sample(what, len(what))


def fill(engine: Engine, zone: tzinfo, turns: int, days: int) -> None:
    """Chats in rising numbers over so many days, fewer on weekends, until they have taken `turns` turns."""
    traffic = Traffic(load_knowledge(KNOWLEDGE), random.Random(7))  # noqa: S311 - invented, and each time the same
    shares = [
        (1 + day / days) * (0.7 if (NOW - timedelta(days=days - day)).weekday() >= 5 else 1) for day in range(days)
    ]
    number = 0
    for day in track(range(days), "days"):
        begins = NOW - timedelta(days=days - day)
        while traffic.turns < turns * sum(shares[: day + 1]) / sum(shares):
            number += 1
            traffic.chat(number, begins + timedelta(hours=traffic.chance.triangular(0, 24, 10)))
        with engine.begin() as connection:
            for table, rows in traffic.take_rows().items():
                connection.execute(insert(table), rows)
        count_days(engine, begins, zone)  # as the hourly housekeeping does
    Console().print(f"{number:,} chats, {traffic.turns:,} turns")


def _strange(language: str) -> list[str]:
    """Questions that none of the intents covers."""
    file = KNOWLEDGE / "intents" / language / "out_of_scope.yaml"
    return list(yaml.safe_load(file.read_text(encoding="utf-8"))["out_of_scope"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", help="sqlite:///... or postgresql://...; it should be empty")
    parser.add_argument("--turns", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=365)
    arguments = parser.parse_args()
    engine = open_database(arguments.database)
    migrate(engine)
    knowledge = load_knowledge(KNOWLEDGE)
    zone = make_desk(knowledge).zone
    fill(engine, zone, arguments.turns, arguments.days)
    today = NOW.astimezone(zone).date()
    for what, days in (("a report of 30 days", 30), ("a report of a year", 365)):
        begun = time.perf_counter()
        make_report(engine, knowledge, choose_period(None, today, days, zone), NOW)
        Console().print(f"{what}: {time.perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    main()
