"""What the matcher compares of an utterance: its tokens, with amounts, currencies and the like as placeholders."""

from collections import Counter

from bot.matching.entities import Entities, EntityReader, SpanKind
from bot.matching.normalise import Token, entity, tokens
from bot.matching.topics import TopicFinder

MAX_WORDS = 300
"""Words of an utterance that are compared; a voice message of two minutes has as many."""

_WAYS = frozenset({"world_pay", "card", "alipay"})


class UtteranceReader:
    """Built once from the vocabulary: entities, tokens and topics of any text."""

    def __init__(self, entities: EntityReader, topics: TopicFinder) -> None:
        self._entities = entities
        self._topics = topics

    @property
    def topics(self) -> tuple[str, ...]:
        """The names of the topics that an utterance may touch."""
        return self._topics.names

    def read(self, utterance: str) -> tuple[Entities, list[Token]]:
        """What `utterance` names, and its tokens, the topics that it touches last.

        An amount is only its placeholder; the name of a currency, a way of paying or a language also stays as it was
        written, since "visa" and "jcb" differ in what else is asked of them.
        """
        read = self._entities.read(utterance)
        kinds = Counter(span.kind for span in read.spans)
        found: list[Token] = []
        at = 0
        for span in read.spans:
            found += tokens(read.text[at : span.start])
            found.append(entity(_placeholder(read, span.kind, alone=kinds[span.kind] == 1)))
            if span.kind is not SpanKind.AMOUNT:
                found += tokens(read.text[span.start : span.end])
            at = span.end
        found += tokens(read.text[at:])
        found = found[:MAX_WORDS]
        return read, found + self._topics.find(found)


def _placeholder(read: Entities, kind: SpanKind, *, alone: bool) -> str:
    match kind:
        case SpanKind.METHOD if alone and read.slots.method is not None:
            return f"method:{read.slots.method}" if read.slots.method in _WAYS else "method:other"
        case SpanKind.CURRENCY if alone and read.slots.currency in ("CNY", "CNH"):
            return "yuan"
        case _:
            return kind.value
