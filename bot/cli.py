"""The commands, for operators, editors and measurements. Each imports what it needs when it runs: start is quick."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from bot.clock import system_clock
from bot.settings import KNOWLEDGE, LOCALES, Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from bot.conversation import Speaker
    from bot.reloading.live import LiveContent
    from bot.telegram.service import Service

app = typer.Typer(
    help="guidebot: a support assistant on Telegram for buying on 1688.com.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Format = Literal["text", "json", "github"]

Watch = Annotated[bool, typer.Option("--watch", help="While editing: reload the content after each save.")]

DAY = "%Y-%m-%d"

USAGE = 2
"""Exit code for what the operator must mend in the settings or the command line; 1 is for all else."""


@app.command()
def simulate(
    port: Annotated[int, typer.Option(help="The page's port; 0 takes a free one.")] = 8080,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    watch: Watch = False,
) -> None:
    """Chat with the real bot on a local page: no token, no network."""
    from bot.simulation import simulate as run_simulation

    _run(lambda settings: _run_loop(until_stopped(run_simulation(settings, _content, host, port, watch=watch))))


@app.command()
def run(
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Leave sending and reminders to `worker`.")] = False,
    watch: Watch = False,
) -> None:
    """Run the bot on Telegram by long polling."""
    _run(lambda settings: _run_loop(until_stopped(_service(settings, works=not no_worker, watch=watch).poll())))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "0.0.0.0",  # noqa: S104 - a server
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Leave sending and reminders to `worker`.")] = False,
    watch: Watch = False,
) -> None:
    """Run the bot by webhook, on $PORT: needs WEBHOOK_URL."""

    def start(settings: Settings) -> None:
        if settings.webhook_url is None:
            raise SettingsError("WEBHOOK_URL is not set; give the https address at which Telegram reaches this server")
        service = _service(settings, works=not no_worker, watch=watch)
        _run_loop(until_stopped(service.serve(host, settings.port)))

    _run(start)


@app.command()
def worker() -> None:
    """Send messages, reminders and e-mails alone, beside `run --no-worker` or `serve --no-worker`."""
    _run(lambda settings: _run_loop(until_stopped(_service(settings).work())))


@app.command()
def reload() -> None:
    """Have the bots that run from this folder put the new content in force; refused content is told, and exits 1."""

    def start(settings: Settings) -> None:
        from bot.reloading.asking import Result, ask_running, socket_folder

        results = set()
        try:
            for pid, outcome in ask_running(socket_folder(settings)):
                refused = (
                    "refused, the content from before stays in force:\n" if outcome.result is Result.REFUSED else ""
                )
                typer.echo(f"process {pid}: {refused}{outcome.report}")
                results.add(outcome.result)
        except PermissionError as error:
            _fail(f"{error.filename}: {error.strerror}; reload as the user that the bot runs as", 1)
        if not results:
            _fail("no bot is running from this folder: it will read the content when you start it", 1)
        raise typer.Exit(0 if results <= {Result.RELOADED, Result.UNCHANGED} else 1)

    _run(start)


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="What to ask.")] = None,
    language: Annotated[str, typer.Option(help="The user's Telegram language_code.")] = "en",
    now: Annotated[str | None, typer.Option(help="The instant, as 2026-11-23T10:00:00+08:00.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON objects, one a line, from standard input.")] = False,
) -> None:
    """Ask one question here, or many as JSON lines."""

    def start(settings: Settings) -> None:
        console = _console(settings)
        if text is not None:
            question = {"text": text, "language": language, "now": now}
            _print_answer(console.answer(question), as_json=as_json)
            return
        if not as_json:
            raise typer.BadParameter("give a text to ask, or --json and lines on standard input")
        for line in console.answer_lines(sys.stdin):
            print(line, flush=True)  # noqa: T201 - the channel is standard output

    _run(start)


@app.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Files of labelled questions, each named by its language.")],
    as_json: Annotated[bool, typer.Option("--json", help="The figures as one JSON object.")] = False,
    misses: Annotated[int, typer.Option(help="Print so many misunderstood questions a file.")] = 0,
) -> None:
    """How well are questions understood? Accuracy, offered, wrong, out of scope, slots, confusions, reliability."""

    def start(settings: Settings) -> None:
        from bot.evaluation import run_evaluation

        run_evaluation(_speaker(settings), files, as_json=as_json, misses=misses)

    _run(start)


@app.command()
def check(
    form: Annotated[Format, typer.Option("--format", help="The report's form; github: annotations of a run.")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too.")] = False,
    max_age_days: Annotated[int, typer.Option(min=1, help="Tell facts that nobody has compared for longer.")] = 180,
) -> None:
    """Check knowledge/ and locales/: prints file, line, column, what is wrong and how to mend it; exits 1 on errors."""
    from bot.checking import Severity, check_content, read_content, write_report

    findings = check_content(read_content(KNOWLEDGE.parent), system_clock().date(), max_age_days)
    typer.echo(write_report(findings, "json" if as_json else form))
    failed = any(strict or finding.severity is Severity.ERROR for finding in findings)
    raise typer.Exit(1 if failed else 0)


@app.command()
def schema(folder: Annotated[Path, typer.Argument(help="Where to write them.")]) -> None:
    """Write a JSON Schema for each kind of file in knowledge/, for editors' own tools."""
    from bot.checking.schemas import write_schemas

    for file in write_schemas(folder):
        typer.echo(str(file))


@app.command()
def migrate() -> None:
    """Bring the database up to date."""

    def start(settings: Settings) -> None:
        from bot.storage import migrate as bring_up_to_date
        from bot.storage import open_database

        bring_up_to_date(open_database(settings.database_url))
        typer.echo("the database is up to date")

    _run(start)


@app.command()
def report(  # noqa: PLR0913, PLR0917 - the options
    since: Annotated[datetime | None, typer.Option(formats=[DAY], help="The first day, as 2026-11-01.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=[DAY], help="The last day; today if not given.")] = None,
    days: Annotated[int, typer.Option(min=1, help="So many days to the last one; --since wins.")] = 30,
    html: Annotated[Path | None, typer.Option(help="Write one page with charts to this file.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write each table to a file in this folder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as one JSON object.")] = False,
) -> None:
    """How the assistant is doing: the guide's funnel, questions, what was not understood, cases handed to people."""

    def start(settings: Settings) -> None:
        from bot.bootstrap import make_desk
        from bot.knowledge import load_knowledge
        from bot.reporting import PeriodError, choose_period, make_report
        from bot.reporting.output import write_report
        from bot.storage import migrate, open_database

        knowledge, now = load_knowledge(KNOWLEDGE), system_clock()
        zone = make_desk(knowledge).zone
        today = now.astimezone(zone).date()
        try:
            period = choose_period(since and since.date(), until.date() if until else today, days, zone)
        except PeriodError as error:
            _fail(str(error), USAGE)
        engine = open_database(settings.database_url)
        migrate(engine)
        try:
            write_report(make_report(engine, knowledge, period, now), html, csv, as_json=as_json)
        except OSError as error:
            _fail(f"the report cannot be written: {error.filename}: {error.strerror}", 1)

    _run(start)


@app.command()
def teach(  # noqa: PLR0913, PLR0917 - the options
    show: Annotated[bool, typer.Option("--list", help="List the open clusters, and stop.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --list: as JSON.")] = False,
    attach: Annotated[int | None, typer.Option(metavar="CLUSTER", help="It becomes examples of --intent.")] = None,
    out_of_scope: Annotated[int | None, typer.Option(metavar="CLUSTER", help="It is none of our business.")] = None,
    dismiss: Annotated[int | None, typer.Option(metavar="CLUSTER", help="It teaches nothing.")] = None,
    new_intent: Annotated[
        int | None, typer.Option(metavar="CLUSTER", help="It opens --intent: a person helps.")
    ] = None,
    intent: Annotated[str, typer.Option(help="The intent's id, as fees.card.")] = "",
    question: Annotated[str, typer.Option(help="A new intent's question, as a customer would ask it.")] = "",
    short: Annotated[str, typer.Option(help="The same on a button.")] = "",
    answer: Annotated[str, typer.Option(help="What the guide does say of it.")] = "",
    example: Annotated[list[str] | None, typer.Option(help="One more way to ask it, as th=...")] = None,
    force: Annotated[bool, typer.Option("--force", help="Apply it even if other intents become worse.")] = False,
) -> None:
    """Turn questions that were not understood into examples and new intents; shows what changes before it does."""
    from rich.console import Console

    from bot import teaching

    def start(settings: Settings) -> None:
        from bot.storage import migrate, open_database

        engine = open_database(settings.database_url)
        migrate(engine)
        cache = settings.cache / "matching"
        today = system_clock().date()
        school = teaching.School(KNOWLEDGE.parent, cache, settings.acceptable_wrong, today, _progress)
        new = intent, question, short, answer, tuple(example or ())
        order = teaching.Order(attach, out_of_scope, dismiss, new_intent, *new)
        try:
            if show:
                teaching.list_clusters(engine, school, Console(), as_json=as_json)
            else:
                teaching.teach(engine, order, school, Console(), force=force)
        except teaching.DecisionError as error:
            _fail(str(error), USAGE)
        except teaching.RefusedError as error:
            _fail(str(error), 1)

    _run(start)


@app.command()
def preview(
    folder: Annotated[Path, typer.Argument(help="Where to write them.")] = Path("var/preview"),
) -> None:
    """Write all that the assistant says, in every language, as pages to read, search and print."""

    def start(settings: Settings) -> None:
        from bot.knowledge import load_knowledge
        from bot.preview import write_site
        from bot.rendering import Renderer, load_catalogues

        renderer = Renderer(load_knowledge(KNOWLEDGE), load_catalogues(LOCALES, settings.cache / "locales"))
        try:
            first = write_site(folder, renderer, settings.default_timezone, settings.retention_days)
        except OSError as error:
            _fail(f"the preview cannot be written: {error.filename}: {error.strerror}", 1)
        typer.echo(f"written: {first}")

    _run(start)


@app.command()
def link(
    target: Annotated[str, typer.Argument(help="A section, a step, an intent or a language, by id: pay.method, th.")],
    language: Annotated[str, typer.Option(help="The chat goes on in this language.")] = "",
    bot: Annotated[str, typer.Option(help="The bot's name; without it, Telegram is asked by the token.")] = "",
    qr: Annotated[Path | None, typer.Option(help="Draw it as a QR code to this file, .png or .svg.")] = None,
) -> None:
    """Make a link that opens the chat at a place in the guide, an answer or a language, for posters and pages."""

    def start(settings: Settings) -> None:
        from bot.dialogue.deep_links import link_to
        from bot.knowledge import load_knowledge
        from bot.rendering import load_catalogues
        from bot.telegram import links

        languages = load_catalogues(LOCALES, settings.cache / "locales").languages
        try:
            destination = links.find_destination(load_knowledge(KNOWLEDGE), languages, target, language)
            name = links.check_bot_name(bot) if bot else asyncio.run(links.ask_bot_name(settings))
            address = link_to(name, destination)
            if qr is not None:
                links.draw_link(address, qr)
        except links.LinkError as error:
            _fail(str(error), USAGE)
        typer.echo(address)

    _run(start)


def _service(settings: Settings, *, works: bool = True, watch: bool = False) -> "Service":
    """The service, with its database up to date; waits for a database that is still coming up."""
    from bot.storage import open_database, prepare
    from bot.telegram.service import Service

    _ = settings.token
    engine = open_database(settings.database_url)
    prepare(engine, lambda line: typer.echo(line, err=True))
    content = _content(settings)
    service = Service(settings, engine, content.speaker, system_clock, works=works)
    service.run_beside(lambda: content.keep(service.content_changed, watch=watch))
    return service


def _console(settings: Settings) -> Any:
    from bot.console import Console
    from bot.conversation import Conversation
    from bot.storage import Turns, migrate, open_database

    speaker = _speaker(settings)
    engine = open_database(settings.database_url)
    migrate(engine)
    return Console(speaker, Conversation(Turns(engine, settings.support_chat_id), lambda: speaker), system_clock)


def _content(settings: Settings) -> "LiveContent":
    from bot.reloading.live import LiveContent

    return LiveContent(settings, _progress(), KNOWLEDGE.parent)


def _speaker(settings: Settings) -> "Speaker":
    from bot.bootstrap import make_speaker

    return make_speaker(settings, _progress(), KNOWLEDGE.parent)


def _progress() -> Callable[[str, int, int], None]:
    """A progress bar for long work, where there is a terminal to draw it on."""
    if not sys.stderr.isatty():
        return lambda _what, _done, _total: None
    from rich.progress import Progress, TaskID

    bar = Progress(transient=True)
    tasks: dict[str, TaskID] = {}

    def report(what: str, done: int, total: int) -> None:
        if what not in tasks:
            bar.start()
            tasks[what] = bar.add_task(what, total=total)
        bar.update(tasks[what], completed=done)
        if done >= total:
            bar.stop()

    return report


def _run_loop(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` to its end; on uvloop where there is one, which spends a third less on every call and update."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        asyncio.run(work)
        return
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(work)


async def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` until it ends or the process is told to stop; SIGTERM and Ctrl-C both end it in order."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def _run(start: Callable[[Settings], None]) -> None:
    """Settings, then the work; what an operator or editor can mend ends it with a clear line and no traceback.

    SIGTERM ends it as Ctrl-C does, also while it starts.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    from bot.knowledge import ContentError
    from bot.logs import set_up_logging
    from bot.storage import DatabaseError

    try:
        settings = load_settings()
        set_up_logging(settings)
        start(settings)
    except SettingsError as error:
        _fail(str(error), USAGE)
    except ContentError as error:
        _fail(str(error), 1)
    except DatabaseError as error:
        _fail(str(error), 1)
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise typer.Exit(0) from None


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _print_answer(answer: dict[str, Any], *, as_json: bool) -> None:
    import json

    from bot.rendering import without_tags

    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    typer.echo(without_tags(answer["text"]))
    for row in answer["buttons"]:
        typer.echo("  ".join(f"[ {label} ]" for label in row))
