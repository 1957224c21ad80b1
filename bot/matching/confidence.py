"""How sure may one be of a candidate? Several witnesses, weighed by a logistic regression.

The witnesses are the network, the classifier ("words"), the nearest examples, the likeness of letters, and whether the
subject suits the intent; their weights are fitted on labelled questions that are no examples (`knowledge/questions/`),
so a confidence of 0.8 is right four times in five.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

OF_CANDIDATE = ("network", "words", "similarity", "likeness", "votes", "subject")
"""What is said of each candidate."""

LEADS = tuple(f"{signal}_lead" for signal in OF_CANDIDATE[:4])
"""How far it is ahead of the best of the others in the first of these."""

OF_OUT_OF_SCOPE = tuple(f"{signal}_out_of_scope" for signal in OF_CANDIDATE[:3])
"""What the first of them say for none of the intents."""

OF_UTTERANCE = ("known", "length")
SIGNALS = (*OF_CANDIDATE, *LEADS, *OF_OUT_OF_SCOPE, *OF_UTTERANCE)
"""The signals of a candidate, in the order of the weights; one constant a language follows."""

RIDGE = 1.0
NEWTON_STEPS = 30


@dataclass(frozen=True, slots=True)
class Confidence:
    """`weights`: one a signal, then one a language; signals are centred by `mean` and scaled by `spread` first."""

    weights: Doubles
    mean: Doubles
    spread: Doubles

    def of(self, signals: Doubles, language: int) -> Doubles:
        """The calibrated chance, 0 to 1, that each candidate (a row of `signals`) is what was meant."""
        count = len(self.mean)
        logits = ((signals - self.mean) / self.spread) @ self.weights[:count] + self.weights[count + language]
        return logistic(logits)


def logistic(values: Doubles) -> Doubles:
    """The chances, 0 to 1, whose log odds `values` are. By the tangent, since the usual form overflows."""
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * values))


def fit_confidence(signals: Doubles, right: Doubles, language: Sequence[int], languages: int) -> Confidence:
    """Fit the weights: `signals` a row a candidate, `right` 1 or 0, `language` the index of each row's language.

    Languages share the signals' weights and have a constant each, drawn together by the ridge, since a language's own
    questions are too few to fit all of it.
    """
    mean, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-6
    own = np.eye(languages)[np.asarray(language)]
    table = np.hstack([(signals - mean) / spread, own, np.ones((len(signals), 1))])
    weights = np.zeros(table.shape[1])
    ridge = np.full(len(weights), RIDGE)
    ridge[-1] = 1e-6
    ridge[len(mean) : -1] = 10 * RIDGE
    for _ in range(NEWTON_STEPS):
        chance = logistic(table @ weights)
        slope = table.T @ (chance - right) + ridge * weights
        curve = (table.T * (chance * (1 - chance))) @ table + np.diag(ridge)
        weights -= np.linalg.solve(curve, slope)
    return Confidence(np.concatenate([weights[: len(mean)], weights[len(mean) : -1] + weights[-1]]), mean, spread)
