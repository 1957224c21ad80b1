"""What can be found, and where in the text it stands."""

from dataclasses import dataclass
from enum import Enum


class Secret(Enum):
    """What was typed."""

    CODE = "code"
    """A one-time code, as it comes by SMS."""
    PASSWORD = "password"  # noqa: S105 - the name of a kind
    PIN = "pin"
    """The PIN of a bank, an e-wallet or a payment."""
    CARD = "card"
    """A payment card's number, or the digits on its back."""
    IDENTITY = "identity"
    """The number of an identity card, a passport or a tax file."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A secret in a text: `text[start:end]`."""

    start: int
    end: int
    kind: Secret
