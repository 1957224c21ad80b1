"""Are the English texts fit to be shown? Those of knowledge/ on buttons, and all that stands in templates."""

from collections.abc import Iterator

from rich.cells import cell_len

from bot.checking.catalogues import quote
from bot.checking.content import Content
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
    """Texts in templates with broken braces or tags, or with a placeholder for which nothing is given."""
    for text in content.texts:
        if text.given is None:
            continue
        for form in text.forms:
            mistake = check_text(form)
            if mistake is not None:
                yield text.problem(f"{quote(form)}: {mistake.what}", mistake.remedy, mistake.word)
                continue
            for name in placeholders(form):
                if name not in text.given:
                    what = f"{quote(form)} has {{{name}}}, and nothing is given for it"
                    remedy = f"add {name}=... behind the text, or take it out"
                    yield text.problem(what, remedy, f"{{{name}}}")
