"""Replies become text and buttons in the reader's language."""

from bot.rendering.catalogues import Catalogues, load_catalogues
from bot.rendering.languages import nearest_language
from bot.rendering.messages import Message, MessageButton, Renderer, without_tags

__all__ = ["Catalogues", "Message", "MessageButton", "Renderer", "load_catalogues", "nearest_language", "without_tags"]
