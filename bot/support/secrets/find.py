"""Did somebody type what nobody should see: a code, a password, a PIN, a card, an identity number?

Not secrets: amounts, phone numbers, order numbers (18 or 19 digits on 1688), "6-digit code", "what is the password
for?". What is measured, and on which sentences: `python -m bench.secrets`.
"""

import re

from bot.support.secrets import words
from bot.support.secrets.cards import find_cards
from bot.support.secrets.codes import find_codes
from bot.support.secrets.identities import find_named_identities, find_valid_identities
from bot.support.secrets.kinds import Found, Secret
from bot.support.secrets.labels import Label, alternatives, any_of, find_labels, phrases
from bot.support.secrets.passwords import find_passwords
from bot.support.secrets.plain import make_plain
from bot.support.secrets.tokens import count_words

HIDDEN = "•••"

FEWEST_WORDS = 2
"""So much a message must say beside its secret for there to be a question in it."""

_LINKS = re.compile(
    "|".join(any_of(listed) for listed in (words.IS, words.IS_THIS, words.OWNERS, words.ACCOUNTS))
    + r"|\b(?:my|the|i|no)\b"
)
_WORTH_A_LOOK = re.compile(rf"\d|{alternatives(phrases(words.PASSWORD + ',' + words.WEAK_PASSWORD))}")
"""Most messages hold neither a digit nor a word for passwords."""


def find_secret(text: str, *, expects_code: bool = False) -> Secret | None:
    """The gravest kind of secret in `text`, or None. `expects_code` while the user is where a code is asked for."""
    kinds = {found.kind for found in find_secrets(text, expects_code=expects_code)}
    return next((kind for kind in _GRAVEST_FIRST if kind in kinds), None)


def find_secrets(text: str, *, expects_code: bool = False) -> tuple[Found, ...]:
    """Every secret in `text`, in order, none overlapping."""
    plain = make_plain(text)
    if not _WORTH_A_LOOK.search(plain.text):
        return ()
    labels = find_labels(plain.text)
    candidates = [
        *find_valid_identities(plain.text, labels),
        *find_named_identities(plain.text, labels),
        *find_cards(plain.text, labels),
        *find_passwords(plain.text, labels),
        *find_codes(plain.text, labels, expects_code=expects_code),
    ]
    kept: list[Found] = []
    for candidate in dict.fromkeys(candidates):
        over = [found for found in kept if found.start < candidate.end and candidate.start < found.end]
        # What overlaps is one secret, of the kind that was found first: no end of it may be left standing.
        kind = over[0].kind if over else candidate.kind
        start, end = min(found.start for found in (candidate, *over)), max(found.end for found in (candidate, *over))
        kept = [*(found for found in kept if found not in over), Found(start, end, kind)]
    return tuple(sorted(Found(*plain.span(found.start, found.end), found.kind) for found in kept))


def without_secrets(text: str, *, expects_code: bool = False) -> str:
    """`text` with dots in place of its secrets."""
    shown, at = [], 0
    for found in find_secrets(text, expects_code=expects_code):
        shown += [text[at : found.start], HIDDEN]
        at = found.end
    return "".join([*shown, text[at:]])


def says_more(text: str, *, expects_code: bool = False) -> bool:
    """Whether `text` says more than what its secrets are."""
    plain = make_plain(without_secrets(text, expects_code=expects_code)).text
    names = [(label.start, label.end) for label in find_labels(plain) if label.label in _OF_SECRETS]
    more = "".join(char for at, char in enumerate(plain) if not any(start <= at < end for start, end in names))
    return count_words(_LINKS.sub(" ", more)) >= FEWEST_WORDS


_OF_SECRETS = frozenset(
    {
        Label.CODE,
        Label.RECEIVED,
        Label.ENTERED,
        Label.PIN,
        Label.PASSWORD,
        Label.WEAK_PASSWORD,
        Label.CVV,
        Label.CARD,
        Label.IDENTITY,
    }
)
"""What is said of a secret itself; amounts, orders and phones are another matter."""

_GRAVEST_FIRST = (Secret.CARD, Secret.PIN, Secret.PASSWORD, Secret.IDENTITY, Secret.CODE)
