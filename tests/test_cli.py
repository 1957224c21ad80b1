"""Whatever an operator or editor gets wrong is one clear line, and exit code 1 or 2: never a traceback."""

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import cli, settings
from bot.conversation import Speaker

TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"


@pytest.fixture(autouse=True)
def _index_is_made(speaker: Speaker) -> Speaker:
    """Every command that answers needs the matcher's index: it is made once for all of them."""
    return speaker


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Run":
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    return Run(monkeypatch)


class Run:
    """Runs a command in an empty folder, with settings as keyword arguments."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: str, **environment: str) -> Result:
        for name, value in environment.items():
            self._monkeypatch.setenv(name, value)
        return CliRunner().invoke(cli.app, list(arguments))


def assert_one_line(result: Result, code: int, *words: str) -> None:
    assert result.exit_code == code, result.output
    last = result.stderr.strip().splitlines()[-1]
    assert all(word in last for word in words), last
    assert "Traceback" not in result.output


def test_a_missing_token(run: Run) -> None:
    assert_one_line(run("run"), 2, "TELEGRAM_BOT_TOKEN", "@BotFather")


def test_a_malformed_token_is_not_repeated(run: Run) -> None:
    result = run("run", TELEGRAM_BOT_TOKEN="123:secret")
    assert_one_line(result, 2, "TELEGRAM_BOT_TOKEN", "123456789:AbC")
    assert "secret" not in result.output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DEFAULT_TIMEZONE", "Asia/Nowhere"),
        ("TELEGRAM_API_URL", "telegram.org"),
        ("LOG_LEVEL", "LOUD"),
        ("SEND_RATE", "-1"),
        ("RETENTION_DAYS", "soon"),
    ],
)
def test_a_wrong_setting_is_named(run: Run, name: str, value: str) -> None:
    assert_one_line(run("run", TELEGRAM_BOT_TOKEN=TOKEN, **{name: value}), 1 if name == "DATABASE_URL" else 2, name)


def test_a_database_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    url = f"sqlite:///{tmp_path / 'file' / 'bot.sqlite3'}"
    assert_one_line(run("migrate", DATABASE_URL=url), 1, "cannot be made")


def test_a_database_that_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bot.sqlite3").write_bytes(b"this is no database" * 100)
    result = run("migrate", DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    assert_one_line(result, 1, "cannot be used", "not a database")


def test_a_read_only_database(run: Run, tmp_path: Path) -> None:
    url = f"sqlite:///file:{tmp_path / 'bot.sqlite3'}?mode=ro&uri=true"
    assert_one_line(run("migrate", DATABASE_URL=url), 1, "cannot be used")


def test_a_taken_port(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_one_line(run("simulate", "--port", str(port)), 2, str(port), "choose another")


def test_broken_content_stops_the_start_with_file_and_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(settings.KNOWLEDGE, folder)
    fees = folder / "intents" / "fees.yaml"
    fees.write_text(fees.read_text(encoding="utf-8").replace("guide: pay.method", "guide: pay.methd", 1))
    monkeypatch.setattr(cli, "KNOWLEDGE", folder)
    assert_one_line(
        run("run", TELEGRAM_BOT_TOKEN=TOKEN), 1, "knowledge/intents/fees.yaml:", "did you mean 'pay.method'?"
    )
    assert run("check").exit_code == 1


def test_check_says_that_all_is_well(run: Run) -> None:
    assert run("check").exit_code == 0


def test_ask_answers_one_question(run: Run) -> None:
    result = run("ask", "5k yuan by card how much")
    assert result.exit_code == 0
    assert "RMB 50.00" in result.stdout
    assert "<" not in result.stdout


def ask(*lines: object, folder: Path) -> list[dict[str, object]]:
    """The real channel: a process, JSON lines in and out."""
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    command = [sys.executable, "-m", "bot", "ask", "--json"]
    environment = {"DATABASE_URL": f"sqlite:///{folder / 'ask.sqlite3'}", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        command, input=text, capture_output=True, text=True, cwd=settings.ROOT, env=environment, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_numbered_chat_goes_on_in_a_later_ask(tmp_path: Path) -> None:
    first = ask(
        {"text": "/start", "chat": 7}, {"tap": "Start the guide", "chat": 7}, {"tap": "No", "chat": 8}, folder=tmp_path
    )
    assert [answer["state"] for answer in first] == ["menu", "guide:question:has_verified_1688", "menu"]
    later = ask({"tap": "Yes", "chat": 7}, {"tap": "No such button", "chat": 7}, folder=tmp_path)
    assert [answer["state"] for answer in later] == ["guide:question:has_world_account"] * 2


def test_a_line_that_is_no_question_gets_an_error_and_the_next_one_its_answer(tmp_path: Path) -> None:
    bad = ["{", "[]", {"language": "en"}, {"text": "hi", "now": "yesterday"}, {"text": "hi", "timezone": "Mars"}]
    *errors, answer = ask(*bad, {"text": "what are the fees?", "language": "en"}, folder=tmp_path)
    assert all("error" in error for error in errors)
    assert answer["decision"] == "answer"


def test_the_clock_of_a_question_is_an_argument(tmp_path: Path) -> None:
    [answer] = ask(
        {"text": "/contact", "now": "2026-11-22T22:00:00+07:00", "timezone": "Asia/Bangkok"}, folder=tmp_path
    )
    values = answer["values"]
    assert isinstance(values, dict)
    assert (values["open"], values["opens_at"]) == (False, "2026-11-23T08:00:00+07:00")
    assert values["reply_by"] == "2026-11-24"
