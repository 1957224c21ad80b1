"""`bot teach` as it is typed: a list, one decision by options, or the interview."""

from dataclasses import dataclass

from rich.console import Console
from sqlalchemy import Engine

from bot.teaching import showing
from bot.teaching.deciding import DecisionError, attach, find_cluster, leave_out, open_intent
from bot.teaching.interview import apply_trial, interview
from bot.teaching.lessons import Lesson, NewIntent, OpenCluster, Outcome, RefusedError
from bot.teaching.open_questions import read_clusters, settle
from bot.teaching.trial import School, try_lessons


@dataclass(frozen=True, slots=True)
class Order:
    """A decision by options: the number of a cluster for one of the first four, and what that one needs.

    `more` are further examples of a new intent, as language=text.
    """

    attach: int | None = None
    out_of_scope: int | None = None
    dismiss: int | None = None
    new_intent: int | None = None
    intent: str = ""
    question: str = ""
    short: str = ""
    answer: str = ""
    more: tuple[str, ...] = ()

    @property
    def number(self) -> int | None:
        """The cluster that it is about; None where there is no decision. Raises DecisionError for several."""
        numbers = [each for each in (self.attach, self.out_of_scope, self.dismiss, self.new_intent) if each is not None]
        if len(numbers) > 1:
            raise DecisionError("give one of --attach, --out-of-scope, --dismiss and --new-intent")
        return numbers[0] if numbers else None


def list_clusters(engine: Engine, school: School, console: Console, *, as_json: bool) -> None:
    """Print the open clusters."""
    clusters = read_clusters(engine)
    if as_json:
        text = showing.clusters_as_json(clusters, school.intents)
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    else:
        showing.print_clusters(clusters, console)


def teach(engine: Engine, order: Order, school: School, console: Console, *, force: bool) -> None:
    """Do what `order` says; without a decision in it, walk through the open clusters.

    Raises DecisionError for an order that makes no sense, and RefusedError where it cannot be carried out, the content
    would be broken, or other intents would become worse and nobody insists by `force`.
    """
    clusters = read_clusters(engine)
    number = order.number
    if number is None:
        if not clusters:
            showing.print_clusters(clusters, console)
        interview(engine, clusters, school, console)
        return
    cluster = find_cluster(number, clusters)
    if order.dismiss is not None:
        settle(engine, [Lesson(cluster, Outcome.DISMISSED)])
        return
    with try_lessons(school, [_lesson(order, cluster, school)]) as trial:
        showing.print_lessons(trial.lessons, console)
        showing.print_trial(trial, console)
        if trial.checked.mistakes:
            raise RefusedError("nothing was written: the content would be broken")
        if not trial.is_harmless and not force:
            raise RefusedError("nothing was written: other intents would become worse; --force insists")
        showing.print_written(apply_trial(engine, trial, school), console)


def _lesson(order: Order, cluster: OpenCluster, school: School) -> Lesson:
    if order.out_of_scope is not None:
        return leave_out(cluster, school.taken)
    if not order.intent:
        raise DecisionError("give the intent with --intent, as fees.card")
    if order.attach is not None:
        return attach(cluster, order.intent, school.intents, school.taken)
    more = [_language_and_text(each) for each in order.more]
    new = NewIntent(order.intent, order.question, order.short, order.answer)
    return open_intent(cluster, new, more, school.intents, school.taken)


def _language_and_text(typed: str) -> tuple[str, str]:
    language, sign, text = typed.partition("=")
    if not sign or not text.strip():
        raise DecisionError(f"--example '{typed}': write it as th=...")
    return language, text.strip()
