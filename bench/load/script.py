"""What do the simulated users say? A walk through the guide with questions in between, in seven languages.

The words are the published questions (`tests/questions`), the taps those of the buttons that the last reply has. Every
script starts in a chat of its own, so that the same script is answered in the same way each time.
"""

from dataclasses import dataclass, field

import yaml

from bot.settings import ROOT

QUESTIONS = ROOT / "tests" / "questions"
LANGUAGES = {"en": "en", "zh": "zh-hans", "ms": "ms", "id": "id", "th": "th", "fil": "fil", "vi": "vi"}
"""Each language of ours, and what Telegram calls it."""
SCRIPTS_A_LANGUAGE = 4
TAP_INSTEAD = "/help"
"""Said where a button is to be tapped and there is none."""


@dataclass(frozen=True, slots=True)
class Say:
    text: str


@dataclass(frozen=True, slots=True)
class Tap:
    """The button at this place among those of the last reply, counted round."""

    place: int


Turn = Say | Tap
_ASK = None
_WALK: tuple[Turn | None, ...] = (
    *(Tap(0), Tap(0), _ASK, Tap(0), _ASK, Tap(1), _ASK, Say("/guide"), Tap(0)),
    *(Tap(0), _ASK, Tap(2), _ASK, _ASK, Say("/help"), _ASK, Tap(0), _ASK, _ASK),
)
"""After /start; each script begins at another place in it, so that a short window sees all of it."""


@dataclass(slots=True)
class Script:
    """The turns of one chat; `replies[n]` is how many messages answer turn n, once that is known."""

    language: str
    turns: tuple[Turn, ...]
    replies: list[int] = field(default_factory=list)


def guide_scripts() -> list[Script]:
    """For the bot: commands, taps and typed questions."""
    scripts: list[Script] = []
    for language, code in LANGUAGES.items():
        said = yaml.safe_load((QUESTIONS / f"{language}.yaml").read_text(encoding="utf-8"))
        asks = iter(said[::4])
        for _ in range(SCRIPTS_A_LANGUAGE):
            place = len(scripts) * 5 % len(_WALK)
            walk = _WALK[place:] + _WALK[:place]
            turns = (Say(next(asks)["q"]) if turn is _ASK else turn for turn in walk)
            scripts.append(Script(code, (Say("/start"), *turns)))
    return scripts


def text_scripts() -> list[Script]:
    """For the echoes, which have no buttons: the same words, and a text in the place of each tap."""
    scripts = guide_scripts()
    for script in scripts:
        script.turns = tuple(Say("ok, next") if isinstance(turn, Tap) else turn for turn in script.turns)
        script.replies = [1] * len(script.turns)
    return scripts
