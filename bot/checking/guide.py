"""Does the guide lead everybody somewhere? Its opening questions, routes, buttons and troubles are tried out.

No step can be out of reach: whoever has nothing yet passes them all. What can go wrong is a yes that leaves none.
"""

import dataclasses
from collections.abc import Iterator, Mapping

from bot.checking.content import Content
from bot.dialogue import actions as act
from bot.dialogue.route import Route, open_questions
from bot.dialogue.states import Progress
from bot.knowledge import Guide, Problem
from bot.knowledge.documents import Document, Location

QUESTIONS = "guide/questions.yaml"
TROUBLES = "guide/troubles.yaml"

Answers = Mapping[str, str]
_LONGEST_ANSWER = "unsure"


def dead_ends(content: Content) -> Iterator[Problem]:
    """Opening questions that nobody is asked, and answers after which no step is left."""
    guide = content.knowledge.guide
    document = content.documents.get(QUESTIONS)
    if document is None or not guide.sections:
        return
    paths = list(_paths(guide, {}))
    asked = {question for answers in paths for question in answers}
    for question in guide.question:
        if question not in asked:
            what = f"'{question}' is never asked: the questions before it always settle it"
            yield document.problem((question,), what, "take it out, or mend `implies` and `only_with`")
    for answers in paths:
        if not Route(guide, Progress(answers=answers)).steps:
            had = [question for question, answer in answers.items() if answer == "yes"]
            what = f"a yes to {' and '.join(had)} leaves no step"
            yield document.problem((had[-1], "yes_skips"), what, "let yes_skips leave out less")
    if not Route(guide, Progress(again=True)).steps:
        first = next(document for document in content.family("guide") if ("steps",) in document.spans)
        what = "no section is needed again for the next order"
        yield first.problem((), what, "write `every_order: true` in the sections that are")


def idle_conditions(content: Content) -> Iterator[Problem]:
    """`implies` of a question that was asked before, and `only_with` of one that comes later: both do nothing."""
    document = content.documents.get(QUESTIONS)
    order = list(content.knowledge.guide.question)
    for at, question in enumerate(content.knowledge.guide.questions):
        for key, names, idle, when in (
            ("implies", question.implies, order[: at + 1], "is asked before"),
            ("only_with", question.only_with, order[at:], "is asked later"),
        ):
            for index, name in enumerate(names):
                if name in idle and document is not None:
                    what = f"'{name}' {when}, so `{key}` does nothing"
                    yield document.problem((question.id, key, index), what, "change the order, or take it out", name)


def unused_troubles(content: Content) -> Iterator[Problem]:
    """Troubles that no step offers."""
    guide = content.knowledge.guide
    offered = {trouble for step in guide.steps.values() for trouble in step.troubles}
    for trouble in guide.troubles:
        if trouble not in offered:
            what = f"no step offers the trouble '{trouble}'"
            yield content.documents[TROUBLES].problem((trouble,), what, "name it under `troubles` of a step")


def untold_ids(content: Content) -> Iterator[Problem]:
    """Ids that the buttons which carry them cannot hold: too long, or with a colon."""
    for document, location, name, values in _ids(content):
        for action in _actions(values):
            if not _travels(action):
                room = act.MAX_CALLBACK_BYTES - len(action.code) - 1
                what = f"'{name}' does not fit the callback data of a button ({action.code})"
                remedy = f"write it with {room} letters at most, and without a colon"
                yield document.problem(location, what, remedy, "" if location[-1] == "id" else None)
                break


def _paths(guide: Guide, answers: Answers) -> Iterator[Answers]:
    """Every way to answer the opening questions by yes and no."""
    waiting = open_questions(guide, answers)
    if not waiting:
        yield answers
        return
    for answer in ("yes", "no"):
        yield from _paths(guide, {**answers, waiting[0]: answer})


def _ids(content: Content) -> Iterator[tuple[Document, Location, str, Mapping[str, str]]]:
    """Every id that buttons carry: its place, and the fields of the actions that carry it."""
    guide = content.knowledge.guide
    for document in content.family("guide"):
        for location, name in document.texts():
            match location:
                case ("id",):
                    yield document, location, name, {"section": name}
                case ("steps", _, "id"):
                    troubles = guide.steps[name].troubles if name in guide.steps else ()
                    longest = max(troubles, key=len, default="")
                    yield document, location, name, {"step": name, "trouble": longest}
                case _:
                    pass
    for question in guide.question:
        yield content.documents[QUESTIONS], (question,), question, {"question": question, "answer": _LONGEST_ANSWER}
    for document in content.family("intents"):
        for intent in content.knowledge.intents:
            if (intent,) in document.spans:
                yield document, (intent,), intent, {"intent": intent, "topic": intent}


def _actions(values: Mapping[str, str]) -> Iterator[act.Action]:
    """The actions whose fields are all among `values`."""
    for kind in act.Action.__args__:
        names = [field.name for field in dataclasses.fields(kind)]
        if names and values.keys() >= set(names):
            yield kind(**{name: values[name] for name in names})


def _travels(action: act.Action) -> bool:
    try:
        return act.decode(act.encode(action)) == action
    except ValueError:
        return False
