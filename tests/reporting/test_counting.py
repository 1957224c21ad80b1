"""A day's figures are what a hand counts, whichever the database, and they outlive the chats."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Engine, inspect, select
from sqlmodel import Session, SQLModel, col

from bot.dialogue.effects import EraseChat
from bot.storage import Turns, forget_old, transaction
from bot.storage.counting import count_days, two_digits, with_all_days
from bot.storage.tables import (
    ChatStep,
    DailyArrivals,
    DailyCases,
    DailyPassages,
    DailySectionTimes,
    DailyShown,
    DailyTurns,
    TurnLog,
)
from tests.reporting.small import AFTERWARDS, FIRST, SECOND, ZONE, at

DAILY: tuple[type[SQLModel], ...] = (
    DailyTurns,
    DailyShown,
    DailyArrivals,
    DailyPassages,
    DailySectionTimes,
    DailyCases,
)


def rows(engine: Engine, table: type[SQLModel]) -> set[tuple[object, ...]]:
    with transaction(engine) as session:
        return seen(session, table)


def seen(session: Session, table: type[SQLModel]) -> set[tuple[object, ...]]:
    return {tuple(row) for row in session.execute(select(*inspect(table).columns))}


def everything(engine: Engine) -> list[set[tuple[object, ...]]]:
    return [rows(engine, table) for table in DAILY]


def test_turns_are_counted_by_what_they_asked(engine: Engine) -> None:
    assert count_days(engine, AFTERWARDS, ZONE) == 2
    assert rows(engine, DailyTurns) == {
        (FIRST, "command", "en", "", "", 1),
        (FIRST, "tap", "en", "", "", 3),
        (FIRST, "text", "en", "answer", "fees.card", 1),
        (FIRST, "more", "en", "answer", "fees.world_pay", 1),
        (FIRST, "text", "en", "choices", "", 1),
        (FIRST, "tap", "en", "answer", "fees.card", 1),
        (FIRST, "text", "th", "fallback", "", 1),
        (FIRST, "tap", "th", "answer", "support.human", 1),
        (FIRST, "tap", "th", "", "", 2),
        (SECOND, "tap", "th", "", "", 1),
        (SECOND, "tap", "en", "", "", 3),
        (SECOND, "command", "en", "", "", 1),
    }


def test_a_chat_arrives_at_a_step_once(engine: Engine) -> None:
    count_days(engine, AFTERWARDS, ZONE)
    assert rows(engine, DailyArrivals) == {
        (FIRST, "start", 2),
        (FIRST, "opening", 1),
        (FIRST, "alipay.register", 1),
        (FIRST, "alipay.code", 1),
        (FIRST, "alipay", 1),
        (SECOND, "start", 1),
        (SECOND, "alipay.register", 1),
        (SECOND, "alipay", 1),
        (SECOND, "pay.method", 1),
        (SECOND, "pay", 1),
        (SECOND, "done", 1),
    }


def test_who_goes_on_is_counted_with_the_day_they_came(engine: Engine) -> None:
    count_days(engine, AFTERWARDS, ZONE)
    assert rows(engine, DailyPassages) == {
        (FIRST, "start", FIRST, 1),
        (FIRST, "opening", FIRST, 1),
        (FIRST, "alipay.register", FIRST, 1),
        (SECOND, "alipay.code", FIRST, 1),
        (SECOND, "alipay", FIRST, 1),
        (SECOND, "pay.method", SECOND, 1),
        (SECOND, "pay", SECOND, 1),
        (SECOND, "start", SECOND, 1),
    }


def test_the_time_in_a_section_is_from_its_first_step_to_the_next_ones(engine: Engine) -> None:
    count_days(engine, AFTERWARDS, ZONE)
    assert rows(engine, DailySectionTimes) == {(SECOND, "alipay", 1400, 1), (SECOND, "pay", 30, 1)}


def test_cases_are_counted_when_something_happens_to_them(engine: Engine) -> None:
    count_days(engine, AFTERWARDS, ZONE)
    assert rows(engine, DailyCases) == {
        (FIRST, "opened", "payment.failed", "live", 0, 1),
        (SECOND, "opened", "payment.failed", "live", 0, 1),
        (SECOND, "taken", "payment.failed", "live", 570, 1),
        (SECOND, "closed", "payment.failed", "live", 620, 1),
        (SECOND, "rated", "payment.failed", "live", 5, 1),
        (SECOND, "reminded", "", "", 0, 1),
    }


def test_last_replies_are_counted(engine: Engine) -> None:
    count_days(engine, AFTERWARDS, ZONE)
    assert {row for row in rows(engine, DailyShown) if row[1] in {"HandOffOffered", "PhoneShown", "StepShown"}} == {
        (FIRST, "HandOffOffered", 1),
        (FIRST, "StepShown", 2),
        (SECOND, "PhoneShown", 1),
        (SECOND, "StepShown", 2),
    }


def test_a_day_is_counted_once_and_not_before_it_is_over(engine: Engine) -> None:
    assert count_days(engine, at(24, "00:30"), ZONE) == 0
    assert count_days(engine, at(24, "01:01"), ZONE) == 1
    assert count_days(engine, at(24, "09:00"), ZONE) == 0
    assert {row[0] for row in rows(engine, DailyTurns)} == {FIRST}


def test_counting_day_by_day_gives_the_same_as_at_once(engine: Engine) -> None:
    count_days(engine, at(24, "02:00"), ZONE)
    with with_all_days(engine, AFTERWARDS, ZONE) as session:
        at_once = [seen(session, table) for table in DAILY]
    count_days(engine, AFTERWARDS, ZONE)
    assert everything(engine) == at_once


def test_days_that_are_not_over_are_seen_and_not_kept(engine: Engine) -> None:
    with with_all_days(engine, at(24, "12:00"), ZONE) as session:
        assert session.get(DailyArrivals, (SECOND, "done")) is not None
    assert everything(engine) == [set()] * len(DAILY)
    assert rows(engine, ChatStep) == set()


def test_a_day_without_any_turn_is_passed_over(engine: Engine) -> None:
    assert count_days(engine, AFTERWARDS + timedelta(days=3), ZONE) == 5


def test_an_empty_database_has_no_days(empty: Engine) -> None:
    assert count_days(empty, AFTERWARDS, ZONE) == 0
    with with_all_days(empty, AFTERWARDS, ZONE) as session:
        assert session.get(DailyArrivals, (SECOND, "done")) is None


def test_retention_leaves_the_figures_of_the_past(engine: Engine) -> None:
    count_days(engine, AFTERWARDS, ZONE)
    before = everything(engine)
    assert forget_old(engine, AFTERWARDS + timedelta(days=91), 90, ZONE) == 3
    assert rows(engine, TurnLog) == rows(engine, ChatStep) == set()
    assert everything(engine) == before


def test_what_retention_takes_was_counted_before(engine: Engine) -> None:
    forget_old(engine, AFTERWARDS + timedelta(days=91), 90, ZONE)
    assert rows(engine, TurnLog) == set()
    assert (FIRST, "start", 2) in rows(engine, DailyArrivals)


def test_a_chat_that_is_erased_leaves_the_figures_and_nothing_of_itself(engine: Engine) -> None:
    count_days(engine, AFTERWARDS, ZONE)
    before = everything(engine)
    with Turns(engine).open(1, None, AFTERWARDS) as opened:
        assert opened is not None
        opened.carry_out(EraseChat(), AFTERWARDS)
    assert everything(engine) == before
    with transaction(engine) as session:
        assert set(session.execute(select(col(TurnLog.chat_id))).scalars()) == {2, 3}
        assert set(session.execute(select(col(ChatStep.chat_id))).scalars()) == {2, 3}


def test_old_turns_of_a_chat_that_is_still_in_use_go_and_its_first_arrivals_stay(engine: Engine) -> None:
    much_later = AFTERWARDS + timedelta(days=91)
    with Turns(engine).open(3, None, much_later) as opened:
        assert opened is not None
        opened.save(opened.state, {}, much_later)
    forget_old(engine, much_later, 90, ZONE)
    assert rows(engine, TurnLog) == set()
    with transaction(engine) as session:
        assert set(session.execute(select(col(ChatStep.step)))) == {("start",), ("alipay.register",)}


def test_of_several_that_count_at_once_one_counts_a_day(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as threads:
        counted = [threads.submit(count_days, engine, AFTERWARDS, ZONE) for _ in range(4)]
    assert sum(number.result() for number in counted) == 2
    assert (FIRST, "start", 2) in rows(engine, DailyArrivals)


def test_two_digits_are_kept() -> None:
    assert [two_digits(number) for number in (0, 0.6, 9.4, 37, 99.6, 144, 1437, 10499)] == [
        *(0, 1, 9, 37, 100, 140, 1400, 10000)
    ]
