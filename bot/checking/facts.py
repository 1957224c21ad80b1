"""Are the facts in use, and has somebody compared them with the guide lately?"""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.checking.content import Content
from bot.knowledge import Problem
from bot.knowledge.facts import NEEDED_FACTS
from bot.knowledge.texts import check_text, placeholders


def unused_facts(content: Content) -> Iterator[Problem]:
    """Facts that no text, link or label names, and the program does not need."""
    used = set(NEEDED_FACTS)
    for text in content.texts:
        for form in text.forms:
            used.update(placeholders(form) if check_text(form) is None else ())
    for step in content.knowledge.guide.steps.values():
        used.update(step.labels, (link.to for link in step.links))
    for name in content.knowledge.facts:
        if name not in used:
            remedy = f"take it out, or refer to it as {{{name}}}"
            yield content.documents["facts.yaml"].problem((name,), f"nothing refers to the fact '{name}'", remedy)


def outdated_facts(content: Content, today: date, max_age_days: int) -> Iterator[Problem]:
    """Facts last compared with the guide more than so many days before `today`, or after it."""
    document = content.documents["facts.yaml"]
    for name, fact in content.knowledge.facts.items():
        age = today - fact.as_of
        if age > timedelta(days=max_age_days):
            what = f"'{name}' was last compared with the guide {age.days} days ago"
            yield document.problem((name, "as_of"), what, "compare it again, and set as_of to that day", "")
        elif age < timedelta():
            what = f"'{name}' was compared with the guide on a day to come"
            yield document.problem((name, "as_of"), what, "set as_of to the day on which it was", "")
