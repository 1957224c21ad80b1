"""How does what an editor says become a lesson? The same rules, whether it is typed at a prompt or as options."""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process, utils
from rich.cells import cell_len

from bot.knowledge.examples import OUT_OF_SCOPE, Example
from bot.knowledge.guide import MAX_BUTTON_COLUMNS
from bot.knowledge.intents import Intent
from bot.knowledge.load import nearest
from bot.knowledge.texts import check_text
from bot.teaching.examples import Taken, choose_examples, propose
from bot.teaching.lessons import Lesson, NewIntent, OpenCluster, Outcome, Wording

INTENT_ID = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
FOUND_SHOWN = 6


class DecisionError(Exception):
    """What was decided cannot be done; the message is one line for the editor."""


def attach(cluster: OpenCluster, intent: str, intents: Mapping[str, Intent], taken: Taken) -> Lesson:
    """The first wordings of `cluster` become examples of `intent`."""
    if intent not in intents:
        raise DecisionError(f"no intent '{intent}'; {nearest(intent, intents)}")
    return Lesson(cluster, Outcome.TAUGHT, _examples(cluster, intent, taken))


def leave_out(cluster: OpenCluster, taken: Taken) -> Lesson:
    """They become examples of what no intent covers."""
    return Lesson(cluster, Outcome.OUT_OF_SCOPE, _examples(cluster, OUT_OF_SCOPE, taken))


def open_intent(
    cluster: OpenCluster, new: NewIntent, more: Sequence[tuple[str, str]], intents: Mapping[str, Intent], taken: Taken
) -> Lesson:
    """They become examples of an intent that is new; `more` are further ones, as language and text."""
    for mistake in (check_id(new.id, intents), check_short(new.short), *map(check_words, (new.question, new.answer))):
        if mistake:
            raise DecisionError(mistake)
    written = choose_examples([Wording(text, language, 1, usable=True) for language, text in more], new.id, taken)
    if written.reasons:
        raise DecisionError("; ".join(written.reasons))
    return Lesson(cluster, Outcome.TAUGHT, (*_examples(cluster, new.id, taken), *written.usable), new)


def find_cluster(number: int, clusters: Sequence[OpenCluster]) -> OpenCluster:
    """The cluster that holds the question `number`."""
    for cluster in clusters:
        if number in cluster.ids:
            return cluster
    raise DecisionError(f"no open cluster {number}; `python -m bot teach --list` shows them")


def find_intents(words: str, intents: Mapping[str, Intent]) -> tuple[str, ...]:
    """The intents whose id or question is most like `words`; the one alone whose id it is."""
    if words in intents:
        return (words,)
    known = {name: f"{name.replace('.', ' ').replace('_', ' ')} {intent.question}" for name, intent in intents.items()}
    found = process.extract(
        words, known, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=FOUND_SHOWN
    )
    return tuple(name for _, _, name in found)


def check_id(name: str, intents: Mapping[str, Intent]) -> str:
    """What is wrong with it as the id of a new intent; empty when nothing is."""
    if name in intents:
        return f"the intent '{name}' exists already"
    return "" if INTENT_ID.fullmatch(name) else f"'{name}' is no id; write it as shipping.insurance"


def check_short(text: str) -> str:
    """The same for the words on its button."""
    if cell_len(text) > MAX_BUTTON_COLUMNS:
        return f"“{text}” is {cell_len(text)} columns wide; a button takes {MAX_BUTTON_COLUMNS}"
    return check_words(text)


def check_words(text: str) -> str:
    """The same for its other texts."""
    if not text.strip():
        return "question, short and answer must not be empty"
    mistake = check_text(text)
    return f"“{text}”: {mistake.what}; {mistake.remedy}" if mistake else ""


def _examples(cluster: OpenCluster, intent: str, taken: Taken) -> tuple[Example, ...]:
    choice = choose_examples(cluster.wordings, intent, taken)
    if not choice.usable:
        raise DecisionError(f"no wording can become an example: {'; '.join(choice.reasons)}")
    return propose(choice.usable)
