"""What does an editor decide of questions that were not understood? The words between the parts of `bot teach`."""

from dataclasses import dataclass
from enum import Enum

from bot.knowledge.examples import Example


class RefusedError(Exception):
    """Nothing was applied; the message says why, and what an editor can do."""


class Outcome(Enum):
    """Why questions are no longer open. A question stays so: in the same words it comes again only after TAUGHT."""

    TAUGHT = "taught"
    """They became examples of an intent. Asked again and not understood, they are open again: it did not help."""
    OUT_OF_SCOPE = "out_of_scope"
    """They became examples of what no intent covers."""
    DISMISSED = "dismissed"
    """They teach nothing."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to put a question, asked `times`; `usable` unless something in it had to be left out."""

    text: str
    language: str
    times: int
    usable: bool


@dataclass(frozen=True, slots=True)
class OpenCluster:
    """Open questions that are alike, by their ids in the database.

    `languages` and `wordings` are the most frequent first. `nearest` are the intents that came closest, the likeliest
    first; what the users said it was not is not among them.
    """

    ids: tuple[int, ...]
    languages: tuple[str, ...]
    wordings: tuple[Wording, ...]
    nearest: tuple[str, ...]

    @property
    def number(self) -> int:
        """What the cluster is called: the id of its oldest question."""
        return min(self.ids)


@dataclass(frozen=True, slots=True)
class NewIntent:
    """A question that the guide does not answer: saying so, and handing over, is its answer."""

    id: str
    question: str
    short: str
    answer: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was decided of a cluster: `examples` to learn, and the intent that is new, if one is."""

    cluster: OpenCluster
    outcome: Outcome
    examples: tuple[Example, ...] = ()
    opens: NewIntent | None = None

    @property
    def intents(self) -> frozenset[str]:
        """The intents that it teaches."""
        return frozenset(example.intent for example in self.examples)
