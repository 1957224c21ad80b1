"""Which checks are there, and how much does what each finds matter?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.checking import (
    aliases,
    examples,
    facts,
    figures,
    guide,
    letters,
    nearness,
    pictures,
    program,
    templates,
    translations,
)
from bot.checking.content import Content
from bot.checking.files import stray_files
from bot.checking.report import Finding, Severity
from bot.knowledge import Problem


@dataclass(frozen=True, slots=True)
class Check:
    """`name` is what reports call it."""

    name: str
    severity: Severity
    find: Callable[[Content], Iterable[Problem]]


CHECKS = (
    Check("unreadable", Severity.ERROR, lambda content: content.problems),
    Check("stray-file", Severity.WARNING, stray_files),
    Check("typed-figure", Severity.ERROR, figures.typed_figures),
    Check("unused-fact", Severity.WARNING, facts.unused_facts),
    Check("dead-end", Severity.ERROR, guide.dead_ends),
    Check("idle-condition", Severity.WARNING, guide.idle_conditions),
    Check("unused-trouble", Severity.WARNING, guide.unused_troubles),
    Check("missing-picture", Severity.WARNING, pictures.missing_pictures),
    Check("callback-data", Severity.ERROR, guide.untold_ids),
    Check("missing-id", Severity.ERROR, program.missing_ids),
    Check("missing-examples", Severity.ERROR, examples.missing_examples),
    Check("few-examples", Severity.WARNING, examples.few_examples),
    Check("repeated-example", Severity.WARNING, examples.repeated_examples),
    Check("copied-question", Severity.WARNING, examples.copied_questions),
    Check("misplaced-example", Severity.WARNING, nearness.misplaced_examples),
    Check("look-alike", Severity.ERROR, letters.look_alikes),
    Check("foreign-script", Severity.WARNING, letters.foreign_scripts),
    Check("colliding-alias", Severity.ERROR, aliases.colliding_aliases),
    Check("wide-button", Severity.ERROR, templates.wide_buttons),
    Check("broken-template", Severity.ERROR, templates.broken_templates),
    Check("broken-translation", Severity.ERROR, translations.broken_translations),
    Check("growing-language", Severity.WARNING, translations.growing_languages),
    Check("stale-catalogue", Severity.ERROR, translations.stale_catalogues),
)


def check_content(content: Content, today: date, max_age_days: int) -> list[Finding]:
    """Everything that all checks find, in the order of files and lines."""
    age = Check("old-fact", Severity.WARNING, partial(facts.outdated_facts, today=today, max_age_days=max_age_days))
    return _find((*CHECKS, age), content)


def find_errors(content: Content) -> list[Finding]:
    """Only what would answer somebody wrongly or not at all, in half the time."""
    return _find((check for check in CHECKS if check.severity is Severity.ERROR), content)


def _find(checks: Iterable[Check], content: Content) -> list[Finding]:
    unread = content.unread_files()
    if unread:  # nearly all else would follow from that, and hide it; so do examples of intents that stand there
        problems = [problem for problem in content.problems if problem.hinders]
        checks = (Check("unreadable", Severity.ERROR, lambda _: problems),)
    found = [Finding(problem, check.severity, check.name) for check in checks for problem in check.find(content)]
    return sorted(found, key=lambda finding: (finding.problem, finding.check))
