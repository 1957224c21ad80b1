"""What is the index, where is it kept, and when is it believed?

Its file under `cache_folder` has a checksum, and then arrays in numpy's own format, one of which holds the readers,
pickled: to fill them anew takes a quarter of a start. (Whoever can write the file can also write the compiled modules
that Python keeps; it comes from nowhere else.) Its name is a hash of all that it was made from, so that one of other
content or other code is not taken for it; one that is cut off or altered fails its checksum. Either way it is made
again, and put in place in one move, so that nobody ever sees half of it.
"""

import hashlib
import json
import math
import os
import pickle
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import babel
import numpy as np
import numpy.typing as npt

from bot.matching.classifier import Classifier
from bot.matching.compact import Compact
from bot.matching.confidence import Confidence, Doubles
from bot.matching.decide import Trial
from bot.matching.features import Table
from bot.matching.nearest import Postings
from bot.matching.network import Networks
from bot.matching.readers import Readers
from bot.matching.subjects import Subjects
from bot.matching.witnesses import Texts, Witnesses

DIGEST_BYTES = 32
ALIGNMENT_BYTES = 64
_CODE = Path(__file__).parent


Progress = Callable[[str, int, int], None]
"""How far the making of an index is: (what is being done, how much of it is done, how much there is)."""


@dataclass(frozen=True, slots=True)
class Index:
    """What was learnt: all that understanding a question needs besides the readers.

    `usually_known` is, for each language, the share of the evidence in a question that the examples usually hold, or 0
    where that was not tried.
    """

    witnesses: Witnesses
    confidence: Confidence
    trial: Trial
    usually_known: Doubles


def index_key(folder: Path, files: Iterable[Path], intents: Iterable[str]) -> str:
    """The name of the index over `intents` that is made from `files` under `folder`.

    The matcher's own code counts too, since an index that other code made would be read wrongly; and so does Babel,
    which brings the names that CLDR knows.
    """
    digest = hashlib.sha256(json.dumps([babel.__version__, sorted(intents)]).encode())
    for root, file in [*((folder, file) for file in files), *((_CODE, file) for file in sorted(_CODE.glob("*.py")))]:
        data = file.read_bytes()
        digest.update(f"{file.relative_to(root)}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:24]


def index_file(cache_folder: Path, key: str) -> Path:
    return cache_folder / f"{key}.index"


def load_index(file: Path) -> tuple[Index, Readers] | None:
    """What `file` holds; None where there is none, or none that may be trusted."""
    try:
        with file.open("rb") as stream:
            told = stream.read(DIGEST_BYTES)
            if hashlib.file_digest(stream, "sha256").digest() != told:
                return None
            stream.seek(DIGEST_BYTES)
            names = json.loads(np.load(stream, allow_pickle=False).tobytes())
            arrays = {name: _map_array(stream) for name in names["arrays"]}
            readers: Readers = pickle.loads(arrays.pop("readers").data)  # noqa: S301 - our own, see above
            return _assemble(names, arrays), readers
    except (OSError, ValueError, EOFError, KeyError, AttributeError, ImportError, pickle.UnpicklingError):
        return None


def _map_array(stream: BinaryIO) -> npt.NDArray[np.generic]:
    """The array that begins at the next boundary of `stream`, mapped: only what is looked at comes into memory."""
    stream.seek(-stream.tell() % ALIGNMENT_BYTES, os.SEEK_CUR)
    version = np.lib.format.read_magic(stream)
    if version != (1, 0):
        raise ValueError(f"an array of format {version}")
    shape, fortran_order, dtype = np.lib.format.read_array_header_1_0(stream)
    begins = stream.tell()
    size = math.prod(shape) * dtype.itemsize
    if not size:
        return np.empty(shape, dtype)
    # As a plain array: numpy's own class for mapped ones costs more at each look than the look itself.
    mapped = np.memmap(stream, dtype, "r", begins, shape, "F" if fortran_order else "C")
    stream.seek(begins + size)
    return mapped.view(np.ndarray)


def save_index(index: Index, readers: Readers, file: Path) -> None:
    """Write both to `file` in one move; other indexes beside it are removed.

    Raises nothing where the folder cannot be written: the index is then made again next time.
    """
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
        half_done = Path(name)
        try:
            with os.fdopen(handle, "w+b") as stream:
                _write(index, readers, stream.fileno())
            half_done.replace(file)
        finally:
            half_done.unlink(missing_ok=True)
        for other in file.parent.glob("*.index"):
            if other != file:
                other.unlink(missing_ok=True)


def _write(index: Index, readers: Readers, descriptor: int) -> None:
    with os.fdopen(os.dup(descriptor), "w+b") as stream:
        stream.write(bytes(DIGEST_BYTES))
        arrays = {**_take_apart(index), "readers": np.frombuffer(pickle.dumps(readers), np.uint8)}
        names = {
            "intents": index.witnesses.intents,
            "languages": index.witnesses.languages,
            "arrays": tuple(arrays),
        }
        np.save(stream, np.frombuffer(json.dumps(names).encode(), np.uint8), allow_pickle=False)
        for array in arrays.values():
            stream.seek(-stream.tell() % ALIGNMENT_BYTES, os.SEEK_CUR)
            np.save(stream, array, allow_pickle=False)
        stream.seek(DIGEST_BYTES)
        digest = hashlib.file_digest(stream, "sha256").digest()
        stream.seek(0)
        stream.write(digest)
        stream.flush()
        os.fsync(stream.fileno())


def _take_apart(index: Index) -> dict[str, npt.NDArray[np.generic]]:
    witnesses, confidence, trial = index.witnesses, index.confidence, index.trial
    return {
        "keys": witnesses.table.keys,
        "rarity": witnesses.table.weights,
        "weights": witnesses.classifier.weights.numbers,
        "weights_scale": witnesses.classifier.weights.scale,
        "bias": witnesses.classifier.bias,
        "places": witnesses.networks.places.numbers,
        "places_scale": witnesses.networks.places.scale,
        "shift": witnesses.networks.shift,
        "outward": witnesses.networks.outward,
        "network_bias": witnesses.networks.bias,
        "starts": witnesses.postings.starts,
        "examples": witnesses.postings.examples,
        "values": witnesses.postings.values,
        "subject_rows": witnesses.subjects.rows,
        "subject_odds": witnesses.subjects.odds,
        "meant": witnesses.meant,
        "texts": witnesses.texts.block,
        "text_starts": witnesses.texts.starts,
        "confidence": confidence.weights,
        "mean": confidence.mean,
        "spread": confidence.spread,
        "trial": np.stack([trial.confidence, trial.right, trial.in_scope]),
        "usually_known": index.usually_known,
    }


def _assemble(names: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> Index:
    get = arrays.__getitem__
    witnesses = Witnesses(
        tuple(names["intents"]),
        tuple(names["languages"]),
        Table(get("keys"), get("rarity")),
        Classifier(Compact(get("weights"), get("weights_scale"), len(get("bias"))), get("bias")),
        Networks(
            Compact(get("places"), get("places_scale"), get("shift").size),
            *(get("shift"), get("outward"), get("network_bias")),
        ),
        Postings(get("starts"), get("examples"), get("values")),
        Subjects(get("subject_rows"), get("subject_odds")),
        get("meant"),
        Texts(get("texts"), get("text_starts")),
    )
    confidence = Confidence(get("confidence"), get("mean"), get("spread"))
    return Index(witnesses, confidence, Trial(*get("trial")), get("usually_known"))
