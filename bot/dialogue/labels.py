"""Which step shows the Chinese words that a user pasted into the chat?"""

import re

from bot.dialogue.route import Route
from bot.dialogue.states import Progress
from bot.knowledge import Knowledge, LabelFact

NOT_A_WORD = re.compile(r"[\W_]+")


def step_with_label(knowledge: Knowledge, text: str, progress: Progress) -> str | None:
    """The step whose label `text` is, apart from spaces and punctuation.

    Where several steps show it: the one at hand, else the first on the route, else the first of all.
    """
    if text.isascii():
        return None  # each label has Chinese in it
    plain = NOT_A_WORD.sub("", text)
    names = {
        name
        for name, fact in knowledge.facts.items()
        if isinstance(fact, LabelFact) and NOT_A_WORD.sub("", fact.label) == plain
    }
    if not names:
        return None
    steps = [step.id for step in knowledge.guide.steps.values() if names.intersection(step.labels)]
    if not steps:
        return None
    if progress.step in steps:
        return progress.step
    on_route = Route(knowledge.guide, progress).steps
    return next((step for step in steps if step in on_route), steps[0])
