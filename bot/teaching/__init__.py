"""From a question that was not understood to an answer: editors teach the assistant what people really ask."""

from bot.teaching.command import Order, RefusedError, list_clusters, teach
from bot.teaching.deciding import DecisionError
from bot.teaching.draft import MovedError
from bot.teaching.edits import EditError
from bot.teaching.trial import School

__all__ = [
    "DecisionError",
    "EditError",
    "MovedError",
    "Order",
    "RefusedError",
    "School",
    "list_clusters",
    "teach",
]
