"""What is open: by cluster, without anything private, and not again what was settled. On SQLite and PostgreSQL."""

from sqlalchemy import Engine

from bot.teaching.lessons import Lesson, OpenCluster, Outcome, Wording
from bot.teaching.open_questions import read_clusters, settle
from tests.teaching.asking import ask


def only(engine: Engine) -> OpenCluster:
    [found] = read_clusters(engine)
    return found


def test_questions_that_are_alike_are_one_cluster_with_all_its_wordings(database: Engine) -> None:
    ids = (
        ask(database, "my jcb card extra charge?", "en", ("fees.overview", "fees.card")),
        ask(database, "jcb card extra charge", "ms", ("fees.card",)),
        ask(database, "JCB card extra charge?!", "en", ("fees.card",)),
    )
    assert only(database) == OpenCluster(
        ids,
        ("en", "ms"),
        (
            Wording("jcb card extra charge", "ms", 2, usable=True),
            Wording("my jcb card extra charge?", "en", 1, usable=True),
        ),
        ("fees.card", "fees.overview"),
    )
    assert only(database).number == ids[0]


def test_the_most_frequent_come_first(database: Engine) -> None:
    rare = ask(database, "who won the football")
    often = [ask(database, "do you insure my cargo"), ask(database, "do you insure my cargo?")]
    assert [found.ids for found in read_clusters(database)] == [tuple(often), (rare,)]


def test_what_users_rejected_is_not_near(database: Engine) -> None:
    ask(database, "insure my cargo", nearest=("shipping.cost", "order.dispute"))
    ask(database, "insure my cargo", nearest=("shipping.cost",), rejected=True)
    assert only(database).nearest == ("order.dispute",)


def test_words_with_something_private_cannot_become_examples(database: Engine) -> None:
    ask(database, "write to ann@example.com about my parcel")
    assert only(database).wordings == (Wording("write to (address) about my parcel", "en", 1, usable=False),)


def test_what_was_dismissed_or_is_out_of_scope_does_not_come_again(database: Engine) -> None:
    ask(database, "who won the football")
    settle(database, [Lesson(only(database), Outcome.DISMISSED)])
    ask(database, "cook rice how")
    settle(database, [Lesson(only(database), Outcome.OUT_OF_SCOPE)])
    assert read_clusters(database) == ()
    ask(database, "Who won the football?")
    ask(database, "cook rice, how?")
    assert read_clusters(database) == ()


def test_what_was_taught_in_vain_comes_again(database: Engine) -> None:
    ask(database, "jcb card extra charge")
    settle(database, [Lesson(only(database), Outcome.TAUGHT)])
    assert read_clusters(database) == ()
    again = ask(database, "jcb card extra charge")
    assert only(database).ids == (again,)
