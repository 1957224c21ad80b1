"""Everything that is said, in one catalogue: for the preview, and for the tests of all words and buttons."""

from bot.preview.answer_samples import play_answers, play_computed, play_unclear
from bot.preview.catalogue import Chapter
from bot.preview.guide_samples import play_opening, play_sections, play_troubles, play_walking
from bot.preview.note_samples import play_notes
from bot.preview.people_samples import play_people
from bot.preview.talk import Stage


def play_all(stage: Stage) -> tuple[Chapter, ...]:
    """Every entry, with its samples as a chat on `stage` would have them."""
    guide = (play_opening(stage), *play_sections(stage), play_troubles(stage), play_walking(stage))
    return (
        Chapter("The guide", guide),
        Chapter("Answers", play_answers(stage)),
        Chapter("Finding the answer", (play_computed(stage), play_unclear(stage))),
        Chapter("People", play_people(stage)),
        Chapter("All else", play_notes(stage)),
    )
