"""What operators look at: the guide's funnel, questions, what was not understood, cases handed to people."""

from bot.reporting.period import Period, PeriodError, choose_period
from bot.reporting.report import Report, make_report

__all__ = ["Period", "PeriodError", "Report", "choose_period", "make_report"]
