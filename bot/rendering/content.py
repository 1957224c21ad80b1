"""What templates can say: the editors' words in the reader's language, with the facts filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bot.dialogue.replies import SectionStatus
from bot.knowledge import (
    CurrenciesFact,
    DaysFact,
    EmailFact,
    Fact,
    HoursFact,
    Intent,
    Knowledge,
    LabelFact,
    PercentFact,
    PhoneFact,
    Section,
    Step,
    TextFact,
    Trouble,
    UrlFact,
    Weekday,
)
from bot.rendering import formats
from bot.rendering.brands import brand_of
from bot.rendering.catalogues import Catalogues

BAR = {
    SectionStatus.DONE: "●",
    SectionStatus.CURRENT: "◉",
    SectionStatus.AHEAD: "○",
    SectionStatus.SKIPPED: "·",
}
WEEK: tuple[Weekday, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class ContentView:
    """The content in one language, as of one instant. Everything that it gives is safe to put in HTML."""

    knowledge: Knowledge
    catalogues: Catalogues
    language: str

    # -- words ------------------------------------------------------------------------------------------------------
    def text(self, source: str | None) -> Markup:
        """An editor's text: translated, with its `{facts}` filled in."""
        message = self.catalogues.translate(self.language, source or "")
        return Markup(message).format_map(self._facts)  # noqa: S704 - checked when it was read

    def translate(self, message: str, **values: object) -> Markup:
        """A template's own words; `values` are escaped."""
        return Markup(self.catalogues.translate(self.language, message)).format(**values)  # noqa: S704 - checked

    def translate_plural(self, singular: str, plural: str, number: int, **values: object) -> Markup:
        """The same with the plural form for `number`."""
        message = self.catalogues.translate_plural(self.language, singular, plural, number)
        return Markup(message).format(**values)  # noqa: S704 - checked

    def bold(self, text: object) -> Markup:
        return Markup("<b>{}</b>").format(text)

    # -- the guide --------------------------------------------------------------------------------------------------
    def step(self, step_id: str) -> SimpleNamespace:
        return self._step(self.knowledge.guide.steps[step_id])

    def section(self, section_id: str) -> SimpleNamespace:
        return self._section(self.knowledge.guide.section[section_id])

    def section_of(self, step_id: str) -> SimpleNamespace:
        return self._section(self.knowledge.guide.section_of[step_id])

    def labels(self, step_id: str) -> list[Markup]:
        """A step's Chinese labels with what they mean."""
        return [self.fact(name) for name in self.knowledge.guide.steps[step_id].labels]

    def opening(self, question_id: str) -> SimpleNamespace:
        question = self.knowledge.guide.question[question_id]
        return SimpleNamespace(asks=self.text(question.asks), unsure=self.text(question.unsure))

    def trouble(self, trouble_id: str) -> SimpleNamespace:
        trouble: Trouble = self.knowledge.guide.troubles[trouble_id]
        return SimpleNamespace(says=self.text(trouble.says), help=self.text(trouble.help))

    def why(self, step_id: str) -> Markup:
        """Why the step is needed; where the step has no reason of its own, its section's."""
        step = self.knowledge.guide.steps[step_id]
        return self.text(step.why or self.knowledge.guide.section_of[step_id].why)

    def place(self, step_id: str) -> SimpleNamespace:
        """A step's section: its printed number, and its place among all sections, from 1."""
        guide = self.knowledge.guide
        section = guide.section_of[step_id]
        places = len(guide.sections)
        return SimpleNamespace(number=section.number, place=guide.sections.index(section) + 1, places=places)

    @property
    def section_numbers(self) -> frozenset[str]:
        return frozenset(section.number for section in self.knowledge.guide.sections)

    def bar(self, track: Iterable[SectionStatus]) -> str:
        return "".join(BAR[status] for status in track)

    # -- answers ----------------------------------------------------------------------------------------------------
    def intent(self, intent_id: str) -> SimpleNamespace:
        intent: Intent = self.knowledge.intents[intent_id]
        return SimpleNamespace(
            question=self.text(intent.question),
            short=self.text(intent.short),
            answer=self.text(intent.answer),
            source=intent.source,
        )

    def fact(self, name: str) -> Markup:
        return self._facts[name]

    # -- values -----------------------------------------------------------------------------------------------------
    def percent(self, value: Decimal) -> str:
        return formats.percent(value, self.language)

    def money(self, amount: Decimal, currency: str) -> str:
        return formats.money(amount, currency, self.language)

    def currency(self, code: str) -> str:
        """A currency on a button: its code, which every statement shows."""
        return code

    def currency_with_code(self, code: str) -> str:
        """ "Malaysian Ringgit (MYR)"."""
        name = formats.currency_name(code, self.language)
        return f"{name} ({code})" if name != code else code

    def method_name(self, method: str) -> str:
        """A way of paying by its own name: "GrabPay"; empty for a kind that has none, such as cash."""
        return brand_of(method)

    def date(self, value: date) -> str:
        return formats.day(value, self.language)

    def time(self, at: datetime, zone: str) -> str:
        """A time of day in the reader's zone, with the desk's beside it where the clocks differ."""
        here = formats.clock(at, zone, self.language)
        there = formats.clock(at, self._desk_zone, self.language)
        if here == there:
            return here
        desk = {"desk_time": there, "desk_city": self._city(self._desk_zone)}
        return str(self.translate("{time} ({desk_time} {desk_city})", time=here, **desk))

    def plain_time(self, at: datetime, zone: str) -> str:
        """A time of day in the reader's zone, alone."""
        return formats.clock(at, zone, self.language)

    def button_time(self, at: str, zone: str) -> str:
        """The same for an instant as buttons carry it: 20261123T0100, in UTC."""
        return self.plain_time(datetime.strptime(at, "%Y%m%dT%H%M").replace(tzinfo=UTC), zone)

    def moment(self, at: datetime, zone: str) -> str:
        """A day and time in the reader's zone, the zone named, with the desk's clock beside it where they differ."""
        local = at.astimezone(ZoneInfo(zone))
        here = formats.clock(at, zone, self.language)
        there = formats.clock(at, self._desk_zone, self.language)
        when = {"day": formats.day(local.date(), self.language), "time": here, "city": self._city(zone)}
        if here == there:
            return str(self.translate("{day}, {time} ({city})", **when))
        desk = {"desk_time": there, "desk_city": self._city(self._desk_zone)}
        return str(self.translate("{day}, {time} ({city} · {desk_time} {desk_city})", **when, **desk))

    def holiday(self, name: str) -> str:
        """A public holiday, or the name that the operator gave a closed day; "(observed)" stands in for a Sunday's."""
        day, observed, _ = name.partition(" (observed)")
        translated = self.catalogues.translate(self.language, day)
        return str(self.translate("{holiday} (observed)", holiday=translated)) if observed else translated

    def language_name(self, code: str) -> str:
        """A language's name in itself."""
        return formats.language_name(code)

    @property
    def own_language(self) -> str:
        return formats.language_name(self.language)

    def join(self, items: list[str]) -> str:
        return formats.join(items, self.language)

    def city(self, zone: str) -> str:
        """The city that a zone is named for."""
        return self._city(zone)

    def _city(self, zone: str) -> str:
        return formats.zone_city(zone, self.language)

    def _step(self, step: Step) -> SimpleNamespace:
        return SimpleNamespace(title=self.text(step.title), short=self.text(step.short), do=self.text(step.do))

    def _section(self, section: Section) -> SimpleNamespace:
        return SimpleNamespace(
            number=section.number,
            title=self.text(section.title),
            short=self.text(section.short),
            steps=[self._step(step) for step in section.steps],
        )

    # -- facts ------------------------------------------------------------------------------------------------------
    @cached_property
    def _facts(self) -> Mapping[str, Markup]:
        return {name: self._show(fact) for name, fact in self.knowledge.facts.items()}

    @property
    def _desk_zone(self) -> str:
        hours = self.knowledge.facts["support_hours"]
        return hours.zone if isinstance(hours, HoursFact) else "UTC"

    def _show(self, fact: Fact) -> Markup:
        match fact:
            case PercentFact():
                return escape(self.percent(fact.percent))
            case TextFact():
                return escape(fact.text)
            case UrlFact():
                return escape(fact.url)
            case PhoneFact():
                return escape(fact.phone)
            case EmailFact():
                return escape(fact.email)
            case LabelFact():
                means = self.catalogues.translate(self.language, fact.means)
                return self.translate("{label} ({means})", label=self.bold(fact.label), means=means)
            case CurrenciesFact():
                return escape(formats.join(fact.currencies, self.language))
            case DaysFact(working_days=(least, most)):
                return escape(f"{least}–{most}" if least != most else str(least))
            case HoursFact():
                return self._week(fact)

    def _days(self, days: list[int]) -> str:
        return "–".join(formats.weekday(index, self.language) for index in dict.fromkeys((days[0], days[-1])))

    def _week(self, fact: HoursFact) -> Markup:
        """ "Monday–Friday 09:00–17:00 (Singapore)": neighbouring days with the same hours are drawn together."""
        groups: list[tuple[list[int], str]] = []
        for index, weekday in enumerate(WEEK):
            ranges = ", ".join(f"{found.opens}–{found.closes}" for found in fact.week.get(weekday, ()))
            if groups and groups[-1][1] == ranges and groups[-1][0][-1] == index - 1:
                groups[-1][0].append(index)
            elif ranges:
                groups.append(([index], ranges))
        parts = [f"{self._days(days)} {ranges}" for days, ranges in groups]
        return self.translate("{hours} ({city})", hours="; ".join(parts), city=self._city(fact.zone))
