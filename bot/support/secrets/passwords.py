"""Passwords: what somebody says that their password is.

Two shapes. Something that looks like a password (letters with digits or signs among them) may stand a few words away
from the word; a plain word ("sunshine") must be said to be one, since "my password is wrong" is a complaint.
"""

import re
from collections.abc import Iterator

from bot.support.secrets import words
from bot.support.secrets.kinds import Found, Secret
from bot.support.secrets.labels import Label, Labelled, any_of, phrases
from bot.support.secrets.numbers import SITE
from bot.support.secrets.tokens import LETTER, Token, count_words, looks_secret, tokens

REACH = 120
"""Characters behind the word for a password that are looked at."""
REACH_WORDS = 6
"""Words between "password" and something that looks like one; fewer behind words that mean much else besides."""
REACH_WORDS_WEAK = 2
REACH_WORDS_DIGITS = 3
BESIDE = 2
SHORTEST_DIGITS = 6
SHORTEST_WORD, SHORTEST_WORD_WEAK = 5, 6
FEWEST_SIGNS = 2
"""One digit is found in many a name (maybank2u), more of them in few."""

_STOP = re.compile(r"[!?,;](?:\s|$)|[。！？，；、\n]|\.(?:\s|$)")
_MARK = r"(?:[:=]|-+>|→|=>|(?<=\s)-(?=\s))"
_IS = re.compile(rf"(?:{_MARK}|{any_of(words.IS)})(?:\s*(?:{any_of(words.JUST)}))?[\s\"'“‘「『(]*$")
_IS_PLAINLY = re.compile(rf"[:=]|{any_of(words.IS_PLAINLY)}")
_AFTER_MARK = re.compile(rf"^\s*{_MARK}\s*[\"'“‘]?$")
_OWNED = re.compile(rf"^\s*(?:{any_of(words.OWNERS)})\s*$")
_OWNED_BY_SUFFIX = re.compile(r"(?:nya|ku)$")
_TAIL = re.compile(rf"\s*(?:$|[^\w\s]|{any_of(words.TAILS)}|[^\x00-\x7f])")
_IS_A = re.compile(
    rf"^[\s\"'”’」』)]*(?:<-+|-+)?\s*(?:{any_of(words.IS_THIS)})(?:\s*(?:{LETTER}+|我的|我))?(?:\s+{LETTER}+)?\s*$"
)
_UNIT = re.compile(rf"\s?(?:{any_of(words.UNIT)})|[./:,-]\d")
_ACCOUNT = re.compile(rf"(?:{any_of(words.ACCOUNTS)})[^\w]*(?:(?:{any_of(words.IS_PLAINLY)}|ko|saya)\s*)?\Z")
_ADDRESS_AND = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,64}\.[a-z.]{2,20}\s*[/|:]\s*(\S{4,64})")
_NAME_AND = re.compile(r"(?<!\S)[a-z][\w.]{2,32}\s*/\s*(\S{4,64})")
_SIGN = re.compile(r"[@#$%^&*+!]")
_COULD_BE_PASSWORD = frozenset(phrases(words.CODE_OR_PASSWORD))
_NO_PASSWORD = frozenset(phrases(words.NO_PASSWORD))
_PARTICIPLE = re.compile(r"[a-z]{3,}(?:ed|ing|able|ible)")


def find_passwords(text: str, labels: tuple[Labelled, ...]) -> Iterator[Found]:
    """Passwords in a plain text."""
    for at, label in enumerate(labels):
        if not _names_passwords(text, label):
            continue
        token = _behind(text, label, labels) or _before(text, label, labels[at - 1].end if at else 0)
        if token is not None:
            yield Found(token.start, token.end, Secret.PASSWORD)
            yield from _likewise(text, token)
    for pattern in (_ADDRESS_AND, _NAME_AND):
        for login in pattern.finditer(text):
            if looks_secret(login[1]) and (pattern is _ADDRESS_AND or _SIGN.search(login[1])):
                yield Found(login.start(1), login.end(1), Secret.PASSWORD)


def _names_passwords(text: str, label: Labelled) -> bool:
    if label.label is Label.CODE:
        return text[label.start : label.end] in _COULD_BE_PASSWORD
    return label.label in {Label.PASSWORD, Label.WEAK_PASSWORD}


def _likewise(text: str, first: Token) -> Iterator[Found]:
    """ "Either rabbit77 or rabbit78": what looks like the one that was found, close to it."""
    for token in tokens(text, max(0, first.start - REACH), first.end + REACH):
        if token != first and looks_secret(token.text):
            yield Found(token.start, token.end, Secret.PASSWORD)


def _behind(text: str, label: Labelled, labels: tuple[Labelled, ...]) -> Token | None:
    """The password that follows the word, within its clause."""
    end = min(len(text), label.end + REACH)
    if stop := _STOP.search(text, label.end, end):
        end = stop.start()
    is_strong = label.label is Label.PASSWORD
    for token in tokens(text, label.end, end):
        gap = text[label.end : token.start]
        if _AFTER_MARK.match(gap) and _may_follow_mark(token.text, is_strong=is_strong):
            return token
        if looks_secret(token.text):
            is_near = count_words(gap) <= (REACH_WORDS if is_strong else REACH_WORDS_WEAK)
            is_meant = is_near and not _is_named_otherwise(token, label, labels)
        elif token.text.isdecimal():
            is_meant = _are_digits_meant(text, token, label, labels)
        else:
            is_meant = _is_word_meant(text, token, label, end)
        if is_meant:
            return token
    return None


def _before(text: str, label: Labelled, start: int) -> Token | None:
    """The password that somebody says is one: "Dragon88 as my password"."""
    if label.label is not Label.PASSWORD:
        return None
    found = [token for token in tokens(text, max(start, label.start - REACH), label.start) if looks_secret(token.text)]
    return found[-1] if found and _is_said_to_be_one(text, found[-1], label) else None


def _is_said_to_be_one(text: str, token: Token, label: Labelled) -> bool:
    gap, before = text[token.end : label.start].lstrip("!?.,;:"), text[max(0, token.start - REACH) : token.start]
    if _IS_A.match(gap) or (not gap.strip() and not re.search(r"\w", before)):
        return True
    if len(re.findall(r"[\d@#$%^&*!]", token.text)) < FEWEST_SIGNS or _ACCOUNT.search(before):
        return False
    return count_words(gap) < REACH_WORDS and not _STOP.search(gap)


def _is_named_otherwise(token: Token, label: Labelled, labels: tuple[Labelled, ...]) -> bool:
    """Another word stands right before the token: "password wrong, ticket a-48213"."""
    return any(
        other.label in {Label.THING, Label.ERROR}
        and label.end <= other.start
        and 0 <= token.start - other.end <= BESIDE
        for other in labels
    )


def _are_digits_meant(text: str, token: Token, label: Labelled, labels: tuple[Labelled, ...]) -> bool:
    if token.text == SITE or _UNIT.match(text, token.end):
        return False
    if any(label.end <= other.start < token.start and other.label is not Label.CODE for other in labels):
        return False
    gap = text[label.end : token.start]
    is_long = len(token.text) >= SHORTEST_DIGITS
    if label.label is Label.PASSWORD:
        return bool(_IS.search(gap)) or (is_long and count_words(gap) <= REACH_WORDS_DIGITS)
    return label.label is Label.WEAK_PASSWORD and is_long and bool(_IS_PLAINLY.search(gap))


def _may_follow_mark(token: str, *, is_strong: bool) -> bool:
    """After a colon anything goes that is no word of a question, no amount and no name."""
    if token.isdecimal():
        return is_strong and token != SITE
    return looks_secret(token) or (token.isalpha() and token not in _NO_PASSWORD)


def _is_word_meant(text: str, token: Token, label: Labelled, end: int) -> bool:
    """A plain word is said to be the password, and nothing goes on behind it as it would behind "wrong"."""
    is_strong = label.label is Label.PASSWORD
    word, gap, behind = token.text, text[label.end : token.start], text[token.end : end]
    if len(word) < (SHORTEST_WORD if is_strong else SHORTEST_WORD_WEAK) or not re.fullmatch(r"[a-z]+", word):
        return False
    if word in _NO_PASSWORD or _PARTICIPLE.fullmatch(word) or not _TAIL.match(behind):
        return False
    if _IS.search(gap) and count_words(gap) <= REACH_WORDS_DIGITS:
        return True
    name = text[label.start : label.end]
    is_owned = _OWNED.match(gap) or (not gap.strip() and _OWNED_BY_SUFFIX.search(name))
    is_foreign = not name.isascii() and not gap.strip()
    return is_strong and not behind.strip() and bool(is_owned or is_foreign)
