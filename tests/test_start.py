"""What a start does not load: what is rarely needed, or by other programs, costs its time and memory only then."""

import subprocess
import sys

import pytest

from bot.settings import ROOT


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules of a process that is about to poll."""
    program = "import sys, bot.bootstrap, bot.telegram.service; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    return {name.partition(".")[0] for name in run.stdout.split()}


@pytest.mark.parametrize(
    "module", ["aiosmtplib", "alembic", "holidays", "psycopg", "pygments", "starlette", "typer", "uvicorn"]
)
def test_it_is_not_loaded(loaded: set[str], module: str) -> None:
    assert "telegram" in loaded
    assert module not in loaded
