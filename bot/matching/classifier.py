"""Which intent do the words speak for? Multinomial logistic regression over sparse vectors, trained in numpy.

Examples are taken one at a time in a shuffled but fixed order, and each feature's step shrinks as it has been moved
(Adagrad): a rare word learns at once, a common one slowly. The same examples always give the same model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.compact import Compact
from bot.matching.features import Floats, Vector, Vectors

STEP = 2.0
BIAS_STEP = 0.002
SEED = 1688


@dataclass(frozen=True, slots=True)
class Classifier:
    """`weights` has a row a feature and a column a class."""

    weights: Compact
    bias: Floats

    def scores(self, vector: Vector) -> Floats:
        """The score of each class; `log_softmax` makes log probabilities of them."""
        return self.weights.times(vector) + self.bias


def log_softmax(scores: Floats) -> Floats:
    """Log probabilities of `scores`."""
    shifted = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), np.float32)


def train(
    vectors: Vectors,
    classes: Sequence[int],
    shape: tuple[int, int],
    epochs: int,
    report: Callable[[int, int], None],
) -> tuple[Floats, Floats]:
    """The weights and the bias of a classifier of `shape` (features, classes), fitted on `vectors` of known `classes`.

    Tells `report` how far it is.
    """
    order = np.random.default_rng(SEED)
    weights = np.zeros(shape, np.float32)
    moved = np.full(shape[0], 1e-4, np.float32)
    bias = np.zeros(shape[1], np.float32)
    for epoch in range(epochs):
        step = np.float32(STEP * (1 - 0.9 * epoch / epochs))
        for example in order.permutation(len(vectors)).tolist():
            rows, values = vectors[example]
            if not len(rows):
                continue
            taken = weights.take(rows, axis=0)
            scores = values @ taken + bias
            scores -= scores.max()
            errors = np.exp(scores)
            errors /= errors.sum()
            errors[classes[example]] -= 1
            far = moved.take(rows) + values * values * (errors @ errors)
            moved[rows] = far
            taken -= (step * values / np.sqrt(far))[:, None] * errors
            weights[rows] = taken
            bias -= BIAS_STEP * errors
        report(epoch + 1, epochs)
    return weights, bias
