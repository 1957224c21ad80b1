"""All else that is said: the beginning, the commands, languages, data, secrets, and messages that are no text."""

from dataclasses import replace
from datetime import timedelta

from bot.dialogue import actions as act
from bot.dialogue.assistant import PAUSE
from bot.dialogue.events import Attachment, AttachmentKind, Location
from bot.dialogue.replies import ActionButton, Note, Plain, Reply
from bot.dialogue.response import Outcome, Response
from bot.dialogue.states import ChatState
from bot.matching.understanding import Slots
from bot.preview.catalogue import Part, said
from bot.preview.guide_samples import stand_at
from bot.preview.talk import Stage, Talk

SECRETS = {
    "A one-time code": "my code is 482913",
    "A password": "my password is Panda2024!",
    "A PIN": "my PIN is 4821",
    "The number of a card": "4111 1111 1111 1111",
    "The number of a passport": "my passport number is K1234567E",
}

FIXED = {
    "Something goes wrong in the program": Plain.SORRY,
    "Too many messages at once": Plain.ONE_MOMENT,
}
"""What is said around `respond`: when it fails, and before it is asked."""


def play_notes(stage: Stage) -> tuple[Part, ...]:
    return (_beginning(stage), _commands(stage), _data(stage), _secrets(stage), _no_text(stage))


def _beginning(stage: Stage) -> Part:
    resting = stand_at(stage, stage.knowledge.guide.step_order[0])
    resting.command("cancel")
    greeting = stand_at(stage, stage.knowledge.guide.step_order[0])
    greeting.wait(PAUSE + timedelta(minutes=1))
    welcomes = [("/start", Talk(stage).command("start"))]
    foreign = Talk(replace(stage, language="")).command("start")
    if foreign.outcome.language == stage.language:
        welcomes.append(("/start in an app whose language the assistant does not speak", foreign))
    entries = (
        said("welcome", "Welcome", *welcomes),
        said("menu", "The main menu", ("“Main menu”", resting.tap(act.ShowMenu()))),
        said(
            "greeting", "A greeting after a pause", ("Hello, in the middle of the guide", greeting.ask("talk.greeting"))
        ),
    )
    return Part("beginning", "The beginning", entries)


def _commands(stage: Stage) -> Part:
    case = Talk(stage)
    case.command("contact")
    entries = (
        said("help", "What I can do", ("/help", Talk(stage).command("help"))),
        said("ask-me", "Ask me", ("/ask", Talk(stage).command("ask"))),
        said("unknown-command", "A command that is none", ("/help_me", Talk(stage).command("help_me"))),
        said(
            "cancelled",
            "Cancelled",
            ("/cancel while a person is offered", case.command("cancel")),
            ("/cancel when there is nothing", Talk(stage).command("cancel")),
        ),
    )
    return Part("commands", "Commands", entries)


def _data(stage: Stage) -> Part:
    languages = Talk(stage)
    listed = languages.command("language")

    def privacy() -> Talk:
        talk = Talk(stage)
        talk.command("privacy")
        return talk

    with_ticket = Talk(stage)
    with_ticket.command("contact")
    with_ticket.tap(act.WriteToTeam())
    with_ticket.say("The code does not come.")
    with_ticket.tap_first(act.SkipDetail)
    with_ticket.tap_first(act.SkipDetail)
    with_ticket.tap(act.SendCase())
    with_ticket.command("privacy")
    entries = (
        said(
            "languages",
            "Which language?",
            ("/language", listed),
            ("One that the assistant does not speak", Talk(stage).ask("language.change", Slots(language="km"))),
        ),
        said("language-set", "The language is settled", ("Chosen", languages.tap(act.ChooseLanguage(stage.language)))),
        said("privacy", "What is kept", ("/privacy", Talk(stage).command("privacy"))),
        said("export", "My data", ("“Send me my data”", privacy().tap(act.ExportData()))),
        said(
            "delete",
            "Delete my data",
            ("“Delete my data”", privacy().tap(act.DeleteData())),
            ("“Yes, delete it”", privacy().tap(act.DeleteData(), act.ConfirmDelete())),
            ("The same, after a ticket", with_ticket.tap(act.DeleteData(), act.ConfirmDelete())),
        ),
    )
    return Part("data", "Languages and data", entries)


def _secrets(stage: Stage) -> Part:
    removed = said("secret", "A secret is removed", *((when, Talk(stage).say(text)) for when, text in SECRETS.items()))
    return Part("secrets", "Secrets", (removed,))


def _no_text(stage: Stage) -> Part:
    kinds = {kind.value.capitalize(): Attachment(kind) for kind in AttachmentKind}
    attached = said(
        "attachment",
        "A message that is no text",
        *((kind, Talk(stage).event(attachment)) for kind, attachment in kinds.items()),
        ("Location", Talk(stage).event(Location(3.15, 101.7))),
        ("Nothing but spaces", Talk(stage).say(" ")),
    )
    fixed = said("fixed", "From the program itself", *((when, _fixed(stage, note)) for when, note in FIXED.items()))
    return Part("no-text", "Messages that are no text", (attached, fixed))


def _fixed(stage: Stage, note: Plain) -> Response:
    offered = (act.TalkToPerson(),) if note is Plain.SORRY else ()
    rows = tuple((ActionButton(action),) for action in offered)
    state = ChatState(telegram_language=stage.language, offered=tuple(act.encode(action) for action in offered))
    return Response(state, (Reply(Note(note), rows),), outcome=Outcome(language=stage.language))
