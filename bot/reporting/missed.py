"""What was asked and not understood? The questions by subject, without whatever could tell who asked."""

import re
from collections.abc import Iterable

from bot.matching.clusters import Cluster, Unasked, cluster
from bot.reporting.counts import Missed
from bot.support.secrets import find_secret

LONGEST_EXAMPLE = 140

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{4,}")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\+?\d(?:[ ().-]?\d){5,}")
"""Phone, order and account numbers; amounts up to 99,999 stay."""


def gather(missed: Iterable[Missed]) -> tuple[Cluster, ...]:
    """The questions that are alike together, the most frequent first.

    What was rejected was none of the nearest intents: these do not count.
    """
    return cluster([Unasked(redact(row.text), row.language, () if row.rejected else row.nearest) for row in missed])


def redact(text: str) -> str:
    """`text` without codes, passwords, addresses, links and long numbers, on one line of moderate length."""
    if find_secret(text) is not None:
        return "(a secret)"
    text = " ".join(text.split())
    for pattern, said in ((_ADDRESS, "(address)"), (_LINK, "(link)"), (_LONG_NUMBER, "(number)")):
        text = pattern.sub(said, text)
    return text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1].rstrip() + "…"
