"""The guide, played: its opening, every section, every step, and everything that people get stuck on."""

from bot.dialogue import actions as act
from bot.dialogue.response import Response
from bot.knowledge import Section, Step
from bot.preview.catalogue import Entry, Kind, Part, Sample, said
from bot.preview.talk import Stage, Talk


def play_opening(stage: Stage) -> Part:
    """From the first message to the first step."""
    asked = tuple(
        Entry(Kind.QUESTION, question.id, question.asks, _opening(stage, question.id))
        for question in stage.knowledge.guide.questions
    )
    route = said(
        "route",
        "The route",
        ("“No” to every question", _answer_all(stage, "no")),
        ("“Yes” to every question", _answer_all(stage, "yes")),
    )
    return Part("opening", "The questions that open it", (*asked, route))


def _opening(stage: Stage, question: str) -> tuple[Sample, ...]:
    talk = Talk(stage)
    talk.command("start")
    response = talk.tap(act.StartGuide())
    while act.encode(act.AnswerOpening(question, "unsure")) not in talk.state.offered:
        response = talk.tap_first(act.SkipOpening)
    return (Sample("Asked", response), Sample("“Not sure”", talk.tap(act.AnswerOpening(question, "unsure"))))


def _answer_all(stage: Stage, answer: str) -> Response:
    talk = Talk(stage)
    talk.command("start")
    response = talk.tap(act.StartGuide())
    while any(data.startswith(act.AnswerOpening.code + ":") for data in talk.state.offered):
        question = next(q for q in stage.knowledge.guide.question if _is_asked(talk, q))
        response = talk.tap(act.AnswerOpening(question, answer))
    return response


def _is_asked(talk: Talk, question: str) -> bool:
    return act.encode(act.AnswerOpening(question, "yes")) in talk.state.offered


def play_sections(stage: Stage) -> tuple[Part, ...]:
    """A part for each section: the section itself, and its steps."""
    guide = stage.knowledge.guide
    return tuple(
        Part(
            f"guide-{section.id}",
            section.title,
            (
                Entry(Kind.SECTION, section.id, section.title, _section(stage, section)),
                *(Entry(Kind.STEP, step.id, step.title, _step(stage, step)) for step in section.steps),
            ),
            section=section.id,
        )
        for section in guide.sections
    )


def _section(stage: Stage, section: Section) -> tuple[Sample, ...]:
    """The list of its steps, in each status that it may have."""
    elsewhere = next(step for step, of in stage.knowledge.guide.section_of.items() if of is not section)
    return (
        Sample("Opened from “All steps”", _open_section(stage, section, elsewhere)),
        Sample("Opened while in it", _open_section(stage, section, section.steps[0].id)),
        Sample("Marked as done", _open_section(stage, section, elsewhere, act.MarkSection(section.id))),
        Sample("Skipped", _open_section(stage, section, elsewhere, act.SkipSection(section.id))),
    )


def _open_section(stage: Stage, section: Section, at: str, change: act.Action | None = None) -> Response:
    talk = stand_at(stage, at)
    response = talk.tap(act.ShowSections(), act.OpenSection(section.id))
    return talk.tap(change, act.OpenSection(section.id)) if change is not None else response


def _step(stage: Stage, step: Step) -> tuple[Sample, ...]:
    samples = [Sample("Shown", Talk(stage).command("start", step.id.replace(".", "-")))]
    before = _last_step_before(stage, step)
    if before is not None:
        samples.append(Sample("The section before is done", stand_at(stage, before).tap(act.Next(before))))
    talk = stand_at(stage, step.id)
    if act.encode(act.Why(step.id)) in talk.state.offered:
        samples.append(Sample("“Why?”", talk.tap(act.Why(step.id))))
    stuck = stand_at(stage, step.id)
    samples.append(Sample("“I'm stuck”", stuck.tap(act.Stuck(step.id))))
    if step.troubles:
        samples.append(Sample("“Something else”", stuck.tap(act.OtherTrouble(step.id))))
    return tuple(samples)


def _last_step_before(stage: Stage, step: Step) -> str | None:
    """The step that ends the section before, where `step` opens one."""
    guide = stage.knowledge.guide
    section = guide.section_of[step.id]
    place = guide.sections.index(section)
    return guide.sections[place - 1].steps[-1].id if place and section.steps[0].id == step.id else None


def play_troubles(stage: Stage) -> Part:
    """Each trouble at the first step that names it."""
    guide = stage.knowledge.guide
    entries = []
    for trouble_id, trouble in guide.troubles.items():
        step = next(step.id for step in guide.steps.values() if trouble_id in step.troubles)
        response = stand_at(stage, step).tap(act.Stuck(step), act.ShowTrouble(step, trouble_id))
        entries.append(Entry(Kind.TROUBLE, trouble_id, trouble.says, (Sample("Chosen", response),)))
    return Part("troubles", "What people get stuck on", tuple(entries))


def play_walking(stage: Stage) -> Part:
    """What the guide says between the steps."""
    first, last = stage.knowledge.guide.step_order[0], stage.knowledge.guide.step_order[-1]
    nowhere = Talk(stage)
    nowhere.command("start")
    nowhere.tap(act.StartGuide())
    entries = (
        said(
            "sections",
            "All steps",
            ("On the way", stand_at(stage, first).tap(act.ShowSections())),
            ("At the end", stand_at(stage, last).tap(act.Next(last), act.ShowSections())),
        ),
        said("welcome-back", "Back again", ("/start", stand_at(stage, last).command("start"))),
        said(
            "stopped",
            "The guide is left",
            ("/cancel at a step", stand_at(stage, first).command("cancel")),
            ("/cancel at an opening question", nowhere.command("cancel")),
        ),
        said(
            "start-over",
            "Start over?",
            ("“Start over”", stand_at(stage, last).tap(act.ShowSections(), act.StartOver())),
        ),
        said(
            "done",
            "The end of the guide",
            ("After the last step", stand_at(stage, last).tap(act.Next(last))),
            ("“My next order”", stand_at(stage, last).tap(act.Next(last), act.NextOrder())),
        ),
    )
    return Part("walking", "Between the steps", entries)


def stand_at(stage: Stage, step: str) -> Talk:
    """A conversation that stands at `step`."""
    talk = Talk(stage)
    talk.command("start", step.replace(".", "-"))
    return talk
