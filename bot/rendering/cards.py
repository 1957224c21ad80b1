"""Each step's Chinese labels as one picture: big, clear, exactly as they stand on the page.

Somebody who reads no Chinese finds a button by its shape. `make cards` draws the pictures into knowledge/cards/ with a
free font; a picture's name holds a hash of its labels, so that a renamed label never shows an old picture.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from bot.knowledge import Knowledge, LabelFact, StepId, load_knowledge
from bot.settings import CARDS, KNOWLEDGE

FONT = "Noto Sans CJK SC"

WIDTH, PADDING, ROW = 1000, 60, 210
GLYPH = 118
INK, PAPER, LINE = "#16202b", "#ffffff", "#d7dde3"


def card_of(knowledge: Knowledge, step_id: StepId) -> Path | None:
    """The picture of a step's labels, if it has any and they are drawn."""
    labels = labels_of(knowledge, step_id)
    file = CARDS / card_name(step_id, labels)
    return file if labels and file.is_file() else None


def labels_of(knowledge: Knowledge, step_id: StepId) -> tuple[str, ...]:
    """The Chinese words of a step, in its order."""
    facts = (knowledge.facts[name] for name in knowledge.guide.steps[step_id].labels)
    return tuple(fact.label for fact in facts if isinstance(fact, LabelFact))


def card_name(step_id: StepId, labels: tuple[str, ...]) -> str:
    digest = hashlib.sha256("\n".join(labels).encode()).hexdigest()
    return f"{step_id}-{digest[:8]}.png"


def draw_cards() -> None:
    """Draw every card anew, and remove those of labels that are no more."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - for `make cards` only: the bot itself draws nothing

    font = ImageFont.truetype(find_font(), GLYPH)
    knowledge = load_knowledge(KNOWLEDGE)
    CARDS.mkdir(exist_ok=True)
    for old in CARDS.glob("*.png"):
        old.unlink()
    for step_id in knowledge.guide.steps:
        labels = labels_of(knowledge, step_id)
        if not labels:
            continue
        image = Image.new("RGB", (WIDTH, 2 * PADDING + ROW * len(labels)), PAPER)
        draw = ImageDraw.Draw(image)
        for row, label in enumerate(labels):
            top = PADDING + row * ROW
            draw.rounded_rectangle((PADDING, top + 15, WIDTH - PADDING, top + ROW - 15), 28, outline=LINE, width=5)
            draw.text((WIDTH / 2, top + ROW / 2), label, font=font, fill=INK, anchor="mm")
        image.quantize(16).save(CARDS / card_name(step_id, labels), optimize=True)


def find_font() -> str:
    """The font's file, by fontconfig. Raises SystemExit where it is not installed."""
    finder = shutil.which("fc-match")
    if finder is not None:
        arguments = [finder, "--format=%{family}|%{file}", f"{FONT}:bold"]
        found = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout  # noqa: S603 - fixed words
        family, _, file = found.partition("|")
        if FONT in family:
            return file
    sys.exit(f"the font '{FONT}' is not installed (Debian: fonts-noto-cjk)")


if __name__ == "__main__":
    draw_cards()
