"""The figures that operators watch, by the names that their dashboards know."""

from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def figures(metrics: Metrics, outbox: tuple[int, datetime | None] | None = (0, None)) -> dict[str, float]:
    page = metrics.page(outbox, NOW).decode()
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def test_a_process_that_has_done_nothing_shows_every_figure_at_zero() -> None:
    found = figures(Metrics())
    assert {name: value for name, value in found.items() if "bucket" not in name} == {
        "guidebot_turns_total": 0,
        "guidebot_turn_seconds_count": 0,
        "guidebot_turn_seconds_sum": 0,
        "guidebot_messages_sent_total": 0,
        "guidebot_outbox_depth": 0,
        "guidebot_outbox_age_seconds": 0,
        "guidebot_telegram_pending_updates": 0,
    }


def test_turns_are_counted_with_their_latency() -> None:
    metrics = Metrics()
    metrics.turns(2, 0.004)
    metrics.turns(1, 3.0)
    found = figures(metrics)
    assert found["guidebot_turns_total"] == 3
    assert found["guidebot_turn_seconds_sum"] == pytest.approx(3.008)
    buckets = [found[f"guidebot_turn_seconds_bucket {bound}"] for bound in ("0.002", "0.005", "2.5", "5.0", "+Inf")]
    assert buckets == [0, 2, 2, 3, 3]


def test_matches_and_errors_are_counted_by_kind() -> None:
    metrics = Metrics()
    for decision in ("answer", "answer", "choices"):
        metrics.match(decision)
    metrics.error("refused")
    found = figures(metrics)
    assert (found["guidebot_matches_total answer"], found["guidebot_matches_total choices"]) == (2, 1)
    assert found["guidebot_errors_total refused"] == 1


@pytest.mark.parametrize(
    ("oldest", "age"),
    [
        pytest.param(NOW - timedelta(minutes=2), 120, id="two minutes ago"),
        pytest.param(NOW + timedelta(seconds=1), 0, id="by a clock that is ahead"),
    ],
)
def test_the_outbox_has_a_depth_and_an_age(oldest: datetime, age: float) -> None:
    found = figures(Metrics(), (7, oldest))
    assert (found["guidebot_outbox_depth"], found["guidebot_outbox_age_seconds"]) == (7, age)


def test_an_outbox_that_cannot_be_asked_is_no_empty_one() -> None:
    metrics = Metrics()
    page = metrics.page(None, NOW).decode()
    assert "guidebot_outbox_depth NaN" in page
    assert "guidebot_outbox_age_seconds NaN" in page


def test_two_processes_in_one_program_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.sent()
    assert figures(one)["guidebot_messages_sent_total"] == 1
    assert figures(other)["guidebot_messages_sent_total"] == 0
