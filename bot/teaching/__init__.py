"""From a question that was not understood to an answer: editors teach the assistant what people really ask."""

from bot.teaching.command import Order, list_clusters, teach
from bot.teaching.deciding import DecisionError
from bot.teaching.lessons import RefusedError
from bot.teaching.trial import School

__all__ = ["DecisionError", "Order", "RefusedError", "School", "list_clusters", "teach"]
