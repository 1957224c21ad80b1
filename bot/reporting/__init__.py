"""What operators look at: the guide's funnel, questions, what was not understood, hand-offs."""

from bot.reporting.period import Period, last_days
from bot.reporting.report import Report, make_report

__all__ = ["Period", "Report", "last_days", "make_report"]
