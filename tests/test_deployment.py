"""Dockerfile, compose.yaml and Procfile name what there is, hold no secret, and what they start can start."""

import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from bot.cli import app
from bot.settings import ROOT, Settings
from bot.storage import open_database

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
COMMANDS: dict[str, Any] = vars(get_command(app))["commands"]
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "guidebot"}
SECRETS = ("TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET", "SMTP_URL")


def exists(words: list[str]) -> bool:
    """Whether the bot has this command with these options."""
    name, *options = words
    known = {option for parameter in COMMANDS[name].params for option in parameter.opts} if name in COMMANDS else set()
    return name in COMMANDS and set(options) <= known


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} +(.*)$", DOCKERFILE, re.MULTILINE)


def test_every_process_is_a_command_of_the_bot() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    processes = dict(line.split(": python -m bot ") for line in lines)
    assert processes == {"web": "serve", "worker": "worker"}
    started = [*(command.split() for command in processes.values()), *(s["command"] for s in OURS.values())]
    assert [words for words in (*started, json.loads(instructions("CMD")[-1])) if not exists(words)] == []


def test_compose_sends_from_one_place_and_takes_in_from_one_of_two() -> None:
    assert {name: (s["command"], s.get("profiles")) for name, s in OURS.items()} == {
        "polling": (["run", "--no-worker"], ["polling"]),
        "webhook": (["serve", "--no-worker"], ["webhook"]),
        "worker": (["worker"], None),
    }
    for service in OURS.values():
        assert service["depends_on"] == {"database": {"condition": "service_healthy"}}
        assert service["restart"] == "unless-stopped"
        assert service["environment"]["DATABASE_URL"].startswith("postgresql://guidebot:${POSTGRES_PASSWORD:?")
    assert set(COMPOSE["services"]["database"]["volumes"][0].split(":")[:1]) == set(COMPOSE["volumes"])
    assert "healthcheck" in COMPOSE["services"]["database"]


def test_only_what_listens_is_asked_for_its_health() -> None:
    asked = [name for name, service in OURS.items() if not service.get("healthcheck", {}).get("disable")]
    assert asked == ["webhook"]


def test_no_secret_is_in_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    assert [line for line in ignored if line.startswith("!")] == ["!bot", "!knowledge", "!locales", "!requirements.txt"]
    assert [name for name in SECRETS if name in DOCKERFILE or name in str(COMPOSE)] == []
    assert instructions("USER") == ["bot"]


def test_the_image_sets_only_what_there_is() -> None:
    names = re.findall(r"\b([A-Z_]+)=", " ".join(instructions("ENV")))
    assert set(names) - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= {
        name.upper() for name in Settings.model_fields
    }


def test_what_the_image_holds_is_enough(tmp_path: Path) -> None:
    for name in ("bot", "knowledge", "locales"):
        shutil.copytree(ROOT / name, tmp_path / "app" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for words in (["migrate"], ["schema", "schemas"], ["link", "th", "--bot", "some_bot"]):
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=tmp_path / "app",
            env={"DATABASE_URL": f"sqlite:///{tmp_path / 'data.sqlite3'}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")


class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(self.server.status if self.path == "/healthz" else 404)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[http.server.HTTPServer]:
    server = http.server.HTTPServer(("127.0.0.1", 0), Health)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_health_check_asks_the_bot(server: http.server.HTTPServer, status: int, healthy: bool) -> None:
    server.status = status  # type: ignore[attr-defined]
    [words] = re.findall(r"^HEALTHCHECK .*?CMD (.*)$", DOCKERFILE, re.MULTILINE)
    command = [sys.executable, *json.loads(words)[1:]]
    done = subprocess.run(command, env={"PORT": str(server.server_port)}, capture_output=True, check=False)
    assert (done.returncode == 0) is healthy


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_an_address_as_platforms_hand_it_out_is_understood(scheme: str) -> None:
    engine = open_database(f"{scheme}://user:password@host:5432/name")
    assert engine.url.render_as_string(hide_password=False) == "postgresql+psycopg://user:password@host:5432/name"
