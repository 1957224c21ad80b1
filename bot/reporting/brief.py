"""A report in a few lines, for a message."""

from bot.reporting.page import told
from bot.reporting.report import Report
from bot.reporting.tables import show

MAX_BRIEF = 1024
"""Characters: what Telegram takes beside a file."""

LINES_A_LIST = 3
LONGEST_LINE = 70


def brief(report: Report) -> str:
    """The headlines, where most people stop, and what was not understood most often."""
    lines = [told(report.period), ""]
    for line in report.headlines:
        before = f" (before: {show(line.before, line.unit)})" if line.before is not None else ""
        lines.append(f"{line.title}: {show(line.value, line.unit)}{before}")
    steps = [step for section in report.funnel.sections for step in section.steps if step.stopped > 0]
    steps.sort(key=lambda step: -step.stopped)
    lines += _list("Most stop at", [f"{step.title}: {step.stopped:,}" for step in steps])
    missed = report.tables["not_understood"].shown
    lines += _list("Not understood most often", [f"{_short(examples)}: {times}" for times, examples, *_ in missed])
    return "\n".join(lines)[:MAX_BRIEF]


def _list(title: str, lines: list[str]) -> list[str]:
    return ["", title, *(f"· {line}" for line in lines[:LINES_A_LIST])] if lines else []


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1].rstrip()}…"
