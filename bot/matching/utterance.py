"""What the matcher compares of an utterance: its tokens, with amounts, currencies and the like as placeholders."""

from bot.matching.entities import Entities, Span, SpanKind
from bot.matching.normalise import Token, entity, tokens

_WAYS = frozenset({"world_pay", "card", "alipay"})


def read_tokens(read: Entities) -> list[Token]:
    """The tokens of `read.text`.

    An amount is only its placeholder; the name of a currency, a way of paying or a language also stays as it was
    written, since "visa" and "jcb" differ in what else is asked of them.
    """
    found: list[Token] = []
    at = 0
    for span in read.spans:
        found += tokens(read.text[at : span.start])
        found.append(entity(_placeholder(read, span)))
        if span.kind is not SpanKind.AMOUNT:
            found += tokens(read.text[span.start : span.end])
        at = span.end
    return found + tokens(read.text[at:])


def _placeholder(read: Entities, span: Span) -> str:
    alone = sum(other.kind is span.kind for other in read.spans) == 1
    match span.kind:
        case SpanKind.METHOD if alone and read.slots.method is not None:
            return f"method:{read.slots.method}" if read.slots.method in _WAYS else "method:other"
        case SpanKind.CURRENCY if alone and read.slots.currency in ("CNY", "CNH"):
            return "yuan"
        case _:
            return span.kind.value
