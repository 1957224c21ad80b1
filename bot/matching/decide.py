"""Answer, ask, or say that nothing fits? The thresholds follow from the share of wrong answers that is acceptable.

An operator sets one number; the lowest confidence at which the fitting questions were answered wrongly no more often
than that is the threshold. Whoever asks something that no intent covers must not get an answer either: those answers
are counted the same way, against the questions out of scope.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.confidence import Doubles, logistic
from bot.matching.understanding import Candidate, Decision

MAX_CHOICES = 3
LEAST_CHOICE = 0.02
"""A candidate with less confidence is not worth a button."""

LEAST_HOPE = 0.12
"""The chance that any of the choices is right, below which a list only annoys."""

LEAST_KNOWN = 0.5
"""An utterance of which the examples know less, as a share of what they usually know of one in its language, is
strange: keys pressed at random, another language. The witnesses would speak for the little that they know of it.
"""
ALIKE = 0.95
"""So much of its letters in common with an example, it is understood however strange ("tnx")."""

WORD_ALIKE = 0.75
"""So much of its letters in common with an example, a single word is answered."""

LOWEST_THRESHOLD = 0.3
HIGHEST_THRESHOLD = 0.95
NEVER = math.inf
"""The threshold where nothing is to be answered."""

SOFTNESS = 0.5
"""In log odds: how far around the threshold an error counts by part."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How the fitting questions fared, one entry a question.

    `confidence` is the best candidate's; `right` is 1 where it was right, or small talk in answer to a question out of
    scope, which does no harm; `in_scope` is 1 where any intent would have been.
    """

    confidence: Doubles
    right: Doubles
    in_scope: Doubles


def threshold(trial: Trial, acceptable_wrong: float) -> float:
    """The confidence from which to answer, so that wrong answers stay within `acceptable_wrong` of the questions.

    In scope and out of scope are kept within it each. Without any trial, the highest: better to ask than to err.
    """
    if not len(trial.confidence):
        return HIGHEST_THRESHOLD
    groups = [trial.in_scope == kind for kind in (0, 1)]
    for level in np.arange(LOWEST_THRESHOLD, HIGHEST_THRESHOLD, 0.01):
        erring = _above(trial.confidence, level) * (trial.right == 0)
        if all(erring[group].sum() <= acceptable_wrong * group.sum() for group in groups):
            return float(level)
    return HIGHEST_THRESHOLD


def _above(confidence: Doubles, level: float) -> Doubles:
    """How surely each confidence is above `level`, 0 to 1.

    Softly: a handful of errors decide where the threshold lies, and with a sharp step one example more in the content
    would move it from 0.66 to 0.83.
    """
    return logistic((_logit(confidence) - _logit(level)) / SOFTNESS)


def _logit(chance: Doubles | float) -> Doubles:
    held = np.clip(chance, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(held / (1 - held)))


def is_strange(known: float, usually_known: float, likeness: float) -> bool:
    """Whether it is so far from all examples that what is said for any intent means nothing.

    `known` is the share of an utterance's evidence that the examples hold, `usually_known` that of one in its language,
    `likeness` how near the nearest example is; each 0 to 1.
    """
    return known < LEAST_KNOWN * usually_known and likeness < ALIKE


def says_enough(likeness: float, *, is_signal: bool, is_word: bool) -> bool:
    """Whether an utterance may be answered, instead of being asked back about.

    A signal ("no", "ok") asks nothing by itself, and a single word ("wait", "same") hardly anything: the examples that
    hold it are about something else. Unless they are that word: `likeness` is how near the nearest one is, 0 to 1.
    """
    if is_signal:
        return likeness >= ALIKE
    return likeness >= WORD_ALIKE or not is_word


def decide(candidates: Sequence[Candidate], answer_from: float) -> tuple[Decision, tuple[Candidate, ...]]:
    """The decision and what it rests on; `candidates` are best first."""
    if candidates and candidates[0].confidence >= answer_from:
        return Decision.ANSWER, (candidates[0],)
    likely = tuple(c for c in candidates if c.confidence >= LEAST_CHOICE)[:MAX_CHOICES]
    if sum(candidate.confidence for candidate in likely) >= LEAST_HOPE:
        return Decision.CHOICES, likely
    return Decision.FALLBACK, likely
