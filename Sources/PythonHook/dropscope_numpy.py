"""Logs the dropout of a loop of one's own that makes its masks with NumPy.

    import dropscope_numpy
    log = dropscope_numpy.record("run.jsonl")
    for step in range(steps):
        mask = (rng.random(h.shape) > p) / (1 - p)
        dropped = h * mask
        log.dropout("hidden", h, mask, dropped, rate=p)     # where dropout is applied
        ...
        log.call(loss=loss)                                 # once at the end of each pass
    log.close()

`dropscope attach run.jsonl` shows it while it grows, `dropscope check run.jsonl` examines it.
docs/session-log.md of Dropscope describes the format.
"""
import json
import os
import time

import numpy

__version__ = "0.1.0"
BINS = 32


def record(path="run.jsonl", source="numpy"):
    """Begins a log; a file that is there already is kept as `run.jsonl.old`."""
    return Log(path, source)


class Log:
    """A log that is being written: `dropout` for each site of a pass, then `call` for the pass."""

    def __init__(self, path, source="numpy"):
        if os.path.isfile(path):
            os.replace(path, os.fspath(path) + ".old")
        self._file = open(path, "xb", buffering=0)
        self._start = time.perf_counter()
        self._number = 0
        self._sites = set()
        self._entries = []
        self._write({
            "t": "session", "v": 1, "app": f"dropscope_numpy {__version__}",
            "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "source": source,
            "framework": {"name": "numpy", "version": numpy.__version__, "device": "cpu"}})

    def dropout(self, name, before, mask, after, rate=None, kind="dropout", train=True):
        """Dropout was applied at the site `name`.

        Args:
          before, after: the activations that came in and went out.
          mask: what they were multiplied by, 0 where dropped; None where nothing was drawn. It may
            be smaller where it is broadcast, as in shape (N, 1).
          rate: p, the probability of dropping.
          train: whether the layer is in training.
        """
        before, after = numpy.asarray(before, float), numpy.asarray(after, float)
        shape = list(before.shape)
        if name not in self._sites:
            self._sites.add(name)
            self._write({"t": "site", "name": name, "kind": kind, "shape": shape, "rate": rate})
        entry = {"name": name, "phase": "train" if train else "eval", "shape": shape, "rate": rate}
        if mask is None:
            kept = numpy.ones(before.shape, bool)
            entry["mask"] = None
        else:
            drawn = numpy.asarray(mask) != 0
            drawn = drawn.reshape((1,) * (before.ndim - drawn.ndim) + drawn.shape)
            kept = numpy.broadcast_to(drawn, before.shape)
            if drawn.shape != before.shape:
                entry["drawn"] = list(drawn.shape)
                entry["decisions"] = int(drawn.sum())
            entry["mask"] = numpy.packbits(drawn).tobytes().hex()
        entry["kept"] = int(kept.sum())
        entry.update(_stages(before, before * kept, after))
        self._entries.append(entry)

    def call(self, phase="train", **known):
        """The pass is over; `loss`, `step`, `epoch`, `held_out`, `grad` where they are known."""
        self._number += 1
        runs = {}
        for entry in self._entries:
            run = runs[entry["name"]] = runs.get(entry["name"], 0) + 1
            if run > 1:
                entry["run"] = run
        record = {"t": "call", "n": self._number, "ms": self._ms(), "phase": phase}
        record.update((key, _number(value)) for key, value in known.items() if value is not None)
        record["layers"] = self._entries
        self._entries = []
        self._write(record)

    def close(self, reason="done"):
        """Ends the log."""
        if self._file is not None:
            self._write({"t": "end", "n": self._number, "ms": self._ms(), "reason": reason})
            self._file.close()
            self._file = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close("done" if kind is None else kind.__name__)

    def _ms(self):
        return int((time.perf_counter() - self._start) * 1000)

    def _write(self, record):
        # One write a record, so that the file is a valid log at every moment.
        self._file.write((json.dumps(record, separators=(",", ":")) + "\n").encode())


def _number(value):
    """A number as JSON has it: null for NaN and infinities."""
    if isinstance(value, (bool, int, str)):
        return value
    value = float(value)
    return value if numpy.isfinite(value) else None


def _stages(*stages):
    """Moments and histograms of before, masked and after, over one axis."""
    finite = [stage[numpy.isfinite(stage)] for stage in stages]
    low = min((float(part.min()) for part in finite if part.size), default=0.0)
    high = max((float(part.max()) for part in finite if part.size), default=1.0)
    high = high if high > low else low + 1
    found = {}
    for name, whole, part in zip(("before", "masked", "after"), stages, finite):
        moments = (part.mean(), part.std(), part.min(), part.max()) if part.size else [None] * 4
        found[name] = dict(
            zip(("mean", "sd", "min", "max"), (None if m is None else float(m) for m in moments)),
            zeros=int((part == 0).sum()), nan=int(numpy.isnan(whole).sum()),
            inf=int(numpy.isinf(whole).sum()), lo=low, hi=high, below=0, above=0,
            bins=numpy.histogram(part, BINS, (low, high))[0].tolist())
    return found
