"""What does an utterance mean, beyond its single words? One hidden layer over the same sparse vectors, in numpy.

Each feature has a place in a space of a hundred or so dimensions, and words that ask the same in any of the languages
end up near one another; a linear classifier cannot know that "saldo" and "余额" are alike. Part of the evidence is
hidden from it in each round, so that it learns to do without the obvious word.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.features import Floats, Vector

HIDDEN = 128
EPOCHS = 7
STEP = 0.1
GAIN = np.float32(3.0)
"""Vectors have length 1, which moves a fresh layer too little."""

HIDE_EVIDENCE = 0.3
HIDE_UNITS = 0.2
BIAS_STEP = np.float32(0.002)
SEED = 6805


@dataclass(frozen=True, slots=True)
class Network:
    """`places` has a row a feature, `outward` a column a class."""

    places: npt.NDArray[np.float16]
    shift: Floats
    outward: Floats
    bias: Floats

    def scores(self, vector: Vector) -> Floats:
        """The score of each class; `log_softmax` makes log probabilities of them."""
        inward = self.shift
        if len(vector.rows):
            inward = inward + GAIN * (vector.values @ self.places.take(vector.rows, axis=0).astype(np.float32))
        return np.tanh(inward) @ self.outward + self.bias


class _Learner:
    """The layers while they learn, each with how far its weights have been moved (Adagrad)."""

    def __init__(self, features: int, classes: int, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.places = self._normal(features, HIDDEN) * np.float32(0.1)
        self.outward = self._normal(HIDDEN, classes) / np.float32(np.sqrt(HIDDEN))
        self.shift = np.zeros(HIDDEN, np.float32)
        self.bias = np.zeros(classes, np.float32)
        self._moved_places = np.full(features, 1e-2, np.float32)
        self._moved_outward = np.full((HIDDEN, classes), 1e-2, np.float32)

    def _normal(self, rows: int, columns: int) -> Floats:
        return self.draw.standard_normal((rows, columns), np.float32)

    def learn(self, vector: Vector, meant: int, step: np.float32) -> None:
        """Move a little towards `meant` for what can be seen of `vector`."""
        seen = self.draw.random(len(vector.rows)) > HIDE_EVIDENCE
        rows, values = vector.rows[seen], vector.values[seen] * GAIN
        if not len(rows):
            return
        taken = self.places.take(rows, axis=0)
        units = np.tanh(values @ taken + self.shift)
        awake = (self.draw.random(HIDDEN) > HIDE_UNITS).astype(np.float32) / np.float32(1 - HIDE_UNITS)
        shown = units * awake
        scores = shown @ self.outward + self.bias
        errors = np.exp(scores - scores.max())
        errors /= errors.sum()
        errors[meant] -= 1
        back = (self.outward @ errors) * awake * (1 - units * units)
        change = shown[:, None] * errors
        self._moved_outward += change * change
        self.outward -= step * change / np.sqrt(self._moved_outward)
        self.bias -= BIAS_STEP * errors
        self._moved_places[rows] += values * values * (back @ back / HIDDEN)
        taken -= (step * values / np.sqrt(self._moved_places[rows]))[:, None] * back
        self.places[rows] = taken


def train_network(
    vectors: Sequence[Vector],
    classes: Sequence[int],
    shape: tuple[int, int],
    report: Callable[[int, int], None],
    seed: int = SEED,
) -> Network:
    """Fit a network of `shape` (features, classes) on `vectors` of known `classes`; tells `report` how far it is."""
    learner = _Learner(*shape, seed)
    for epoch in range(EPOCHS):
        step = np.float32(STEP * (1 - epoch / EPOCHS))
        for example in learner.draw.permutation(len(vectors)).tolist():
            learner.learn(vectors[example], classes[example], step)
        report(epoch + 1, EPOCHS)
    return Network(learner.places.astype(np.float16), learner.shift, learner.outward, learner.bias)
