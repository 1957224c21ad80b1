"""Where does a link into the chat lead? What stands behind `/start`: t.me/<bot>?start=pay-method--th.

A place is the id of a section, step or intent, with "-" for its dots. A language behind "--" is settled before the
place is opened; `--th` settles it alone. Telegram carries 1 to 64 characters of A-Z, a-z, 0-9, _ and -.
"""

import re
from dataclasses import dataclass

MAX_PARAMETER = 64

_CARRIED = re.compile(rf"[A-Za-z0-9_-]{{1,{MAX_PARAMETER}}}")
_BEFORE_LANGUAGE = "--"


@dataclass(frozen=True, slots=True)
class Destination:
    """`place` is an id, `language` a code; either may be empty."""

    place: str = ""
    language: str = ""


def write_parameter(destination: Destination) -> str:
    """Raises ValueError for a destination that Telegram would not carry, or that would not be read back as it is."""
    parameter = destination.place.replace(".", "-")
    if destination.language:
        parameter += _BEFORE_LANGUAGE + destination.language
    if not _CARRIED.fullmatch(parameter) or read_parameter(parameter) != destination:
        raise ValueError(f"no link can carry {destination}")
    return parameter


def read_parameter(parameter: str) -> Destination:
    """Any text is read; whether the place and the language exist is for the caller to see."""
    place, _, language = parameter.strip().lower().partition(_BEFORE_LANGUAGE)
    return Destination(place.replace("-", "."), language)


def link_to(bot_name: str, destination: Destination) -> str:
    """The address that opens the chat at `destination`; without one, the chat as it is."""
    address = f"https://t.me/{bot_name}"
    return address if destination == Destination() else f"{address}?start={write_parameter(destination)}"
