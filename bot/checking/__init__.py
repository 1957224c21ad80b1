"""Finds what editors and translators got wrong in knowledge/ and locales/, before anybody else does."""

from bot.checking.checks import CHECKS, Check, check_content, find_errors
from bot.checking.content import Content, read_content
from bot.checking.report import Finding, Format, Severity, write_report

__all__ = [
    "CHECKS",
    "Check",
    "Content",
    "Finding",
    "Format",
    "Severity",
    "check_content",
    "find_errors",
    "read_content",
    "write_report",
]
