"""Is an example nearer to the examples of another intent than to those of its own?

Each example is left out in turn, and the stretches of letters in it are weighed by how often the others of each intent
hold them (naive Bayes). What another intent would win by `LEAD` is shown: either it stands in the wrong place, or it is
ambiguous, or its own intent lacks examples of the kind. An editor who finds it right says so behind it: `# stays here`.

`LEAD` was chosen on 47,641 examples: of those put under a wrong intent, one by one, 34 % (English, Filipino) to 55 %
(Thai) are shown, and 70 of all that stand where their authors put them. That takes two seconds; the matcher itself,
trained anew without each example, would find more and take hours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.checking.content import Content
from bot.knowledge import Problem
from bot.knowledge.examples import OUT_OF_SCOPE, Phrasing

LEAD = 10.0
"""By so much another intent's score must be ahead: the log of the odds by the root of the number of stretches."""

STAYS = "stays here"
"""The comment of an editor who has looked at an example and leaves it."""

UNHEARD = 0.05
"""What counts for a stretch that no example of an intent holds, in examples."""

STRETCHES = ((1, True), (2, True), (3, False))
"""Lengths of the stretches that are looked at, of Chinese characters and of all else."""

HAN = (0x3400, 0xA000)
BLOCK = 64
"""So many examples are scored at once."""

_MIXER = np.uint64(0x9E3779B97F4A7C15)
_END = "\n"

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stretches:
    """Which example holds which stretch: parallel arrays, by example, each pair once."""

    examples: Ints
    stretches: Ints
    starts: Ints
    """Where each example's pairs begin, and where the last one's end."""

    @property
    def count(self) -> int:
        """How many stretches there are; those of a single example are left out."""
        return int(self.stretches.max(initial=-1)) + 1

    def of(self, example: int) -> Ints:
        return self.stretches[self.starts[example] : self.starts[example + 1]]


def misplaced_examples(content: Content) -> Iterator[Problem]:
    """Examples in scope that another intent, or what is out of scope, would win by `LEAD`."""
    for language in content.languages:
        phrasings = [each for each in content.phrasings if each.example.language == language]
        for own, rival in find_misplaced(phrasings) if phrasings else ():
            if own.document.remark(own.location) == STAYS:
                continue
            example, other = own.example, rival.example
            what = f"'{example.text}' is nearer to '{other.intent}', as '{other.text}' there ({rival.where})"
            remedy = f"move it, or word it so that it can only mean '{example.intent}'; if it is right, add '# {STAYS}'"
            yield own.document.problem(own.location, what, remedy)


def find_misplaced(phrasings: Sequence[Phrasing]) -> Iterator[tuple[Phrasing, Phrasing]]:
    """Each misplaced one of `phrasings`, which are of one language, with the most alike of the intent that wins it."""
    intents = sorted({phrasing.example.intent for phrasing in phrasings})
    meant = np.array([intents.index(phrasing.example.intent) for phrasing in phrasings], np.int64)
    held = cut([phrasing.example.text for phrasing in phrasings])
    if held.count == 0:
        return
    scores = _scores(held, meant, len(intents))
    everyone = np.arange(len(phrasings))
    own = scores[everyone, meant]
    scores[everyone, meant] = -np.inf
    lead = scores.max(axis=1) - own
    for at in np.flatnonzero(lead >= LEAD).tolist():
        if phrasings[at].example.intent != OUT_OF_SCOPE:
            rivals = np.flatnonzero(meant == scores[at].argmax())
            yield phrasings[at], phrasings[_most_alike(held, at, rivals)]


def cut(texts: Sequence[str]) -> Stretches:
    """The stretches of `texts`; each is a hash of its letters, so that numpy does the work."""
    page = "".join(f" {text.lower().replace(_END, ' ')} {_END}" for text in texts)
    letters = np.frombuffer(page.encode("utf-32-le"), np.uint32).astype(np.uint64)
    is_han = (letters >= HAN[0]) & (letters < HAN[1])
    ends = letters == ord(_END)
    example = np.cumsum(ends) - ends
    found, keys = [], []
    for length, of_han in STRETCHES:
        room = len(letters) - length + 1
        key = np.full(room, length, np.uint64)
        usable = np.ones(room, bool)
        for offset in range(length):
            here = slice(offset, offset + room)
            key = key * _MIXER + letters[here]
            usable &= (is_han[here] == of_han) & ~ends[here]
        found.append(example[:room][usable])
        keys.append(key[usable])
    return _numbered(np.concatenate(found), np.concatenate(keys), len(texts))


def _numbered(examples: Ints, keys: npt.NDArray[np.uint64], count: int) -> Stretches:
    names, stretches = np.unique(keys, return_inverse=True)
    pairs = np.unique(examples * len(names) + stretches) if len(names) else np.zeros(0, np.int64)
    examples, stretches = pairs // max(len(names), 1), pairs % max(len(names), 1)
    shared = np.bincount(stretches, minlength=len(names)) > 1
    examples, stretches = examples[shared[stretches]], stretches[shared[stretches]]
    _, stretches = np.unique(stretches, return_inverse=True)
    return Stretches(examples, stretches, np.searchsorted(examples, np.arange(count + 1)))


def _scores(held: Stretches, meant: Ints, intents: int) -> npt.NDArray[np.float64]:
    """A row for each example: how well it fits each intent, its own one counted without it."""
    together = held.stretches * intents + meant[held.examples]
    counts = np.bincount(together, minlength=held.count * intents).reshape(held.count, intents)
    sizes = np.bincount(meant, minlength=intents)
    logs = np.log((counts + UNHEARD) / (sizes + 2 * UNHEARD))
    alone = counts[held.stretches, meant[held.examples]] - 1 + UNHEARD
    left_out = np.log(alone / (sizes[meant[held.examples]] - 1 + 2 * UNHEARD))
    scores = np.zeros((len(meant), intents))
    for first in range(0, len(meant), BLOCK):
        starts = held.starts[first : first + BLOCK + 1]
        sums = np.zeros((starts[-1] - starts[0] + 1, intents))
        np.cumsum(logs[held.stretches[starts[0] : starts[-1]]], axis=0, out=sums[1:])
        scores[first : first + BLOCK] = sums[starts[1:] - starts[0]] - sums[starts[:-1] - starts[0]]
    scores[np.arange(len(meant)), meant] = np.bincount(held.examples, left_out, minlength=len(meant))
    return scores / np.sqrt(np.maximum(np.diff(held.starts), 1))[:, np.newaxis]


def _most_alike(held: Stretches, example: int, others: Ints) -> int:
    """The one of `others` that shares most with `example`, for its length."""
    is_here = np.zeros(held.count, bool)
    is_here[held.of(example)] = True
    alike = [is_here[held.of(other)].sum() / np.sqrt(max(len(held.of(other)), 1)) for other in others.tolist()]
    return int(others[int(np.argmax(alike))])
