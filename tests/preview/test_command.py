"""`python -m bot preview`: where the pages go, and what an editor reads when they cannot."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app


@pytest.mark.usefixtures("in_empty_folder")
def test_it_says_where_the_first_page_is() -> None:
    result = CliRunner().invoke(app, ["preview"])
    assert result.exit_code == 0, result.output
    assert result.stdout == "written: var/preview/index.html\n"
    assert Path("var/preview/th.html").is_file()


def test_a_folder_that_cannot_be_made_is_one_line(in_empty_folder: Path) -> None:
    (in_empty_folder / "taken").write_text("a file", encoding="utf-8")
    result = CliRunner().invoke(app, ["preview", "taken"])
    assert result.exit_code == 1
    assert result.stderr == "the preview cannot be written: taken/assets: Not a directory\n"
