"""The edge to Telegram: updates come in, messages go out."""

import sys

# python-telegram-bot imports httpx, and that its own command line with rich and pygments, if it can: 4 MB and a
# twentieth of a start for a program that nobody calls here. None in the place of a module is one that cannot be found.
sys.modules["httpx._main"] = None  # type: ignore[assignment]
