"""A report as one page that holds all it needs: no script, no font, nothing to be fetched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.reporting.charts import NARROW, WIDE, Column, draw_columns
from bot.reporting.guide import BESIDE, Funnel, SectionFigures, StepFigures
from bot.reporting.period import Period, Stretch
from bot.reporting.questions import INTENT_COLUMNS
from bot.reporting.report import Report
from bot.reporting.tables import Table, Unit, share, show
from bot.storage.turn_log import DONE

ROWS_SHOWN = 12
"""Of a long table, the rest opens on a tap."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`small` stands below in small print; `css` are the cell's classes."""

    text: str
    css: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the page."""

    table: Table
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A section or step, in words; `width` is its bar's, in percent."""

    title: str
    reached: str
    width: str
    stopped: str
    stopped_share: str
    time: str
    stuck: str
    steps: tuple["Place", ...] = ()


def render_page(report: Report) -> str:
    """The page, as HTML."""
    environment = Environment(
        loader=PackageLoader("bot.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made_at = report.made_at.astimezone(report.period.zone)
    return environment.get_template("report.html.j2").render(
        report=report,
        period=told(report.period),
        made_at=f"{made_at.day} {made_at:%B %Y, %H:%M}",
        headlines=[(line, show(line.value, line.unit), show(line.before, line.unit)) for line in report.headlines],
        asked_chart=_draw("Questions", ("answered", "offered", "missed"), _asked(report)),
        started_chart=_draw("New chats", ("chats",), _started(report)),
        places=_places(report.funnel),
        grids=_grids(report.tables),
        rows_shown=ROWS_SHOWN,
    )


def told(period: Period) -> str:
    """The period as people say it: 24 October – 23 November 2026."""
    since, until = period.since, period.until
    year = "" if since.year == until.year else f" {since.year}"
    return f"{since.day} {since:%B}{year} – {until.day} {until:%B} {until.year}"


# -- tables -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Shown:
    """A column of the page; `small` is another one that stands below it, and a `spare` one is left out on a phone."""

    key: str
    small: str = ""
    spare: bool = False
    title: str = ""


_CASE_FIGURES = (
    _Shown("handed_over"),
    _Shown("first_answer_minutes"),
    _Shown("closed"),
    _Shown("closed_after_minutes", spare=True),
)
_GRIDS = {
    "troubles": (_Shown("trouble", small="step"), _Shown("times")),
    "questions_by_language": (
        _Shown("language"),
        _Shown("questions"),
        _Shown("answered_share"),
        _Shown("not_understood_share"),
        _Shown("offered", spare=True),
        _Shown("rejected", spare=True),
    ),
    "questions_by_intent": (_Shown("question", small="intent"), _Shown("in_words"), _Shown("by_button")),
    "cases_by_reason": (_Shown("question", small="reason", title="Reason"), *_CASE_FIGURES),
    "cases_by_channel": (_Shown("channel"), *_CASE_FIGURES),
    "waiting": (_Shown("state"), _Shown("tickets"), _Shown("overdue"), _Shown("oldest_minutes")),
    "ratings": (_Shown("stars"), _Shown("times"), _Shown("share")),
    "reminders": (_Shown("what"), _Shown("times")),
}


def _grids(tables: Mapping[str, Table]) -> dict[str, Grid]:
    intents = tables["questions_by_intent"]
    languages = [_Shown(column.key, spare=True) for column in intents.columns[len(INTENT_COLUMNS) :]]
    return {
        name: _grid(tables[name], [*shown, *(languages if name == intents.name else ())])
        for name, shown in _GRIDS.items()
    }


def _grid(table: Table, columns: Sequence[_Shown]) -> Grid:
    index = {column.key: number for number, column in enumerate(table.columns)}
    head = []
    for shown in columns:
        column = table.columns[index[shown.key]]
        css = ("n" if column.unit.is_number else "") + (" spare" if shown.spare else "")
        head.append(Cell(shown.title or column.title, css))
    rows = []
    for row in table.shown:
        texts = [(row[index[shown.key]], row[index[shown.small]] if shown.small else "") for shown in columns]
        rows.append(
            tuple(
                Cell(text, f"{title.css} zero" if text == "0" else title.css, small)
                for (text, small), title in zip(texts, head, strict=True)
            )
        )
    return Grid(table, tuple(head), tuple(rows))


# -- the guide --------------------------------------------------------------------------------------------------------
def _places(funnel: Funnel) -> list[Place]:
    most = max(place.reached for place in funnel.places)
    return [_place(place, most) for place in funnel.places]


def _place(place: SectionFigures | StepFigures, most: int) -> Place:
    stopped = share(place.stopped, place.reached)
    section = place if isinstance(place, SectionFigures) else None
    can_stop = place.id != DONE
    return Place(
        place.title,
        f"{place.reached:,}",
        f"{100 * (share(place.reached, most) or 0):.1f}",
        f"{place.stopped:,}" if can_stop else "",
        f"{100 * stopped:.0f} %" if can_stop and stopped is not None else "",
        show(section.minutes, Unit.MINUTES) if section else "",
        f"{place.stuck:,}" if place.id not in BESIDE else "",
        tuple(_place(step, most) for step in section.steps) if section else (),
    )


# -- charts -----------------------------------------------------------------------------------------------------------
def _draw(title: str, kinds: Sequence[str], columns: Sequence[Column]) -> dict[str, Markup]:
    """The same drawing for a desk and for a phone."""
    sizes = {"wide": WIDE, "narrow": NARROW}
    return {name: draw_columns(title, kinds, columns, size) for name, size in sizes.items()}


def _asked(report: Report) -> list[Column]:
    columns = []
    for first, asked in zip(report.period.stretches(), report.asked, strict=True):
        parts = (asked.answered, asked.offered, asked.missed)
        figures = "{:,} answered, {:,} offered, {:,} not understood".format(*parts)
        columns.append(Column(_label(first, report.period), parts, f"{_span(first, report.period)}: {figures}"))
    return columns


def _started(report: Report) -> list[Column]:
    period = report.period
    return [
        Column(_label(first, period), (chats,), f"{_span(first, period)}: {chats:,} new chats")
        for first, chats in zip(period.stretches(), report.started, strict=True)
    ]


def _label(first: date, period: Period) -> str:
    return f"{first:%b %Y}" if period.stretch is Stretch.MONTH else f"{first.day} {first:%b}"


def _span(first: date, period: Period) -> str:
    match period.stretch:
        case Stretch.DAY:
            return f"{first:%A}, {first.day} {first:%B}"
        case Stretch.WEEK:
            last = first + timedelta(days=6)
            return f"{first.day} {first:%B} – {last.day} {last:%B}"
        case Stretch.MONTH:
            return f"{first:%B %Y}"
