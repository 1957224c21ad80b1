"""All that the assistant says, to be read, searched and printed."""

from bot.preview.site import write_site

__all__ = ["write_site"]
