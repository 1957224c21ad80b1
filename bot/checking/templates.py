"""Are the English texts fit to be shown? Those of knowledge/ on buttons, and all that stands in templates."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from rich.cells import cell_len

from bot.checking.catalogues import quote
from bot.checking.content import Content
from bot.checking.sources import TEMPLATE_SUFFIX, TEMPLATES, TRANSLATORS
from bot.knowledge import Problem
from bot.knowledge.guide import MAX_BUTTON_COLUMNS
from bot.knowledge.texts import check_text, placeholders


def wide_buttons(content: Content) -> Iterator[Problem]:
    """English words that are too wide for their button."""
    for text in content.texts:
        for form in text.forms:
            if text.is_button and (columns := cell_len(form)) > MAX_BUTTON_COLUMNS:
                remedy = f"a button takes {MAX_BUTTON_COLUMNS}: find shorter words"
                yield text.problem(f"{quote(form)} is {columns} columns wide", remedy, form)


def broken_templates(content: Content) -> Iterator[Problem]:
    """Templates that cannot be read, and texts in them with broken braces or tags, or with values that nobody gives."""
    for text in content.texts:
        if text.file.suffix == TEMPLATE_SUFFIX:
            for form in text.forms:
                mistake = check_text(form)
                if mistake is not None:
                    yield text.problem(f"{quote(form)}: {mistake.what}", mistake.remedy, mistake.word)
    for file in sorted(content.root.glob(f"{TEMPLATES}/*{TEMPLATE_SUFFIX}")):
        yield from _missing_values(file.relative_to(content.root), file.read_text(encoding="utf-8"))


def _missing_values(file: Path, page: str) -> Iterator[Problem]:
    try:
        tree = Environment(autoescape=True).parse(page)
    except TemplateSyntaxError as error:
        yield Problem(file, error.lineno, 1, f"not a template: {error.message}", "check braces and quotes on this line")
        return
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATORS:
            given = {keyword.key for keyword in call.kwargs}
            for form in (each.value for each in call.args if isinstance(each, nodes.Const)):
                for name in placeholders(form) if check_text(form) is None else ():
                    if name not in given:
                        what = f"{quote(form)} has {{{name}}}, and nothing is given for it"
                        yield Problem(file, call.lineno, 1, what, f"add {name}=... behind the text, or take it out")
