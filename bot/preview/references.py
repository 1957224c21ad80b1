"""Who refers to what? Which facts a reply shows, where they stand in the guide, and which question opens which step."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, PackageLoader, meta, nodes

from bot.dialogue import replies
from bot.dialogue.fees import FEE_FACTS
from bot.dialogue.replies import Content, CopyButton, LinkButton
from bot.dialogue.response import Response
from bot.knowledge import Knowledge
from bot.knowledge.texts import placeholders
from bot.preview.catalogue import Chapter, Entry, entries_of
from bot.rendering.messages import template_name

DESK_FACTS = {"availability": "support_hours", "reply_by": "email_reply_time"}
"""The values of a reply that are worked out from a fact."""


@dataclass(frozen=True, slots=True)
class References:
    """`facts` are those that an entry shows, by its anchor, and `users` the entries that show a fact, by its id.

    `questions` are the intents that open a step, `steps` those that name a trouble, and `related_from` the intents
    that offer another.
    """

    facts: Mapping[str, tuple[str, ...]]
    users: Mapping[str, tuple[Entry, ...]]
    questions: Mapping[str, tuple[str, ...]]
    steps: Mapping[str, tuple[str, ...]]
    related_from: Mapping[str, tuple[str, ...]]


def find_references(knowledge: Knowledge, chapters: tuple[Chapter, ...]) -> References:
    facts: dict[str, tuple[str, ...]] = {}
    users: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries_of(chapters):
        responses = (sample.response for sample in entry.samples)
        facts[entry.anchor] = tuple(dict.fromkeys(_facts_of_all(knowledge, responses)))
        for name in facts[entry.anchor]:
            users[name].append(entry)
    intents, steps = knowledge.intents.values(), knowledge.guide.steps.values()
    opened = ((knowledge.guide.first_step(intent.guide or ""), intent.id) for intent in intents)
    return References(
        facts,
        {name: tuple(entries) for name, entries in users.items()},
        _grouped((step, intent) for step, intent in opened if step),
        _grouped((trouble, step.id) for step in steps for trouble in step.troubles),
        _grouped((related, intent.id) for intent in intents for related in intent.related),
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _facts_of_all(knowledge: Knowledge, responses: Iterable[Response]) -> Iterator[str]:
    for response in responses:
        for reply in response.replies:
            yield from _facts_in(knowledge, reply.content)
            for row in reply.rows:
                yield from (button.fact for button in row if isinstance(button, LinkButton | CopyButton))


def _facts_in(knowledge: Knowledge, content: Content) -> Iterator[str]:
    """The facts in the words of `content`: those of its text, of its template, and those that it was computed from."""
    for text in _texts(knowledge, content):
        yield from placeholders(text)
    yield from _facts_of_template(template_name(type(content)))
    yield from (fact for value, fact in DESK_FACTS.items() if hasattr(content, value))
    match content:
        case replies.LabelCard(step=step):
            yield from knowledge.guide.steps[step].labels
        case replies.FeesComputed(fees=fees):
            yield from (FEE_FACTS[fee.method] for fee in fees)
        case _:
            pass


def _texts(knowledge: Knowledge, content: Content) -> tuple[str, ...]:
    """The editors' texts that are shown whole."""
    guide = knowledge.guide
    match content:
        case replies.StepShown(step=step):
            return (guide.steps[step].do,)
        case replies.StepWhy(step=step):
            return (guide.steps[step].why or guide.section_of[step].why or "",)
        case replies.TroubleHelp(trouble=trouble):
            return (guide.troubles[trouble].help,)
        case replies.OpeningAsked(question=question):
            return (guide.question[question].asks,)
        case replies.OpeningHint(question=question):
            return (guide.question[question].unsure,)
        case replies.Answer(intent=intent):
            return (knowledge.intents[intent].answer,)
        case _:
            return ()


@lru_cache(maxsize=128)
def _facts_of_template(name: str) -> tuple[str, ...]:
    """What a template, and those that it imports, fetch by `content.fact("...")`."""
    loader = PackageLoader("bot.rendering")
    environment = Environment(autoescape=True)
    tree = environment.parse(loader.get_source(environment, name)[0])
    found = [
        call.args[0].value
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Getattr) and call.node.attr == "fact" and isinstance(call.args[0], nodes.Const)
    ]
    imported = (other for other in meta.find_referenced_templates(tree) if other)
    return (*found, *(fact for other in imported for fact in _facts_of_template(other)))
