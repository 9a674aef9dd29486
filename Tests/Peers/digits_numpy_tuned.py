#!/usr/bin/env python3
"""The training of `dropscope run digits`, tuned until NumPy on one thread gives no more.

    digits_numpy_tuned.py [--rate 0.2] [--seed 3] [--calls 1800]

The same network (64-128-64-10, ReLU, dropout on both hidden layers), batches, initial distribution,
learning rate and momentum, inverted dropout, and the same measurements: for both dropout layers of
every call the three stages' mean, sd, min, max, zeros, NaN, infinities, values below and above, and
64 bins on a shared axis that follows the values; the held-out accuracy after every epoch.
Prints one line of JSON: {"calls", "seconds", "calls_per_s", "held_out"}. Seconds are of the training
alone: without the start of Python, the import of NumPy and the reading of the digits.
"""
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[name] = "1"

import argparse
import json
import math
import pathlib
import re
import time

import numpy as np

ROWS = pathlib.Path(__file__).resolve().parents[2] / (
    "Sources/DropoutEngine/Simulation/Presets/OptdigitsRows.swift")
WIDTHS = (64, 128, 64, 10)
TRAINING, BATCH, MOMENTUM = 1437, 32, np.float32(0.9)
BINS = 64


def digits():
    """The 1797 rows that Dropscope embeds: pixels / 16 and classes."""
    rows = re.findall(r"^  ([a-q]{64})([0-9])$", ROWS.read_text(), re.MULTILINE)
    pixels = np.frombuffer("".join(row[0] for row in rows).encode(), np.uint8) - ord("a")
    x = (pixels.reshape(-1, WIDTHS[0]) / np.float32(16)).astype(np.float32)
    return x, np.array([int(row[1]) for row in rows])


class Axis:
    """64 bins from zero whose width is a power of two; follows the values as Dropscope's does."""

    def __init__(self):
        self.high = 1.0

    def cover(self, reach):
        if reach > self.high or 0 < reach < 0.375 * self.high:
            self.high = 2.0 ** math.ceil(math.log2(reach))


class Layer:
    """A dropout layer and its measurements; the three stages stand in one array, a row each."""

    def __init__(self, units):
        size = BATCH * units
        self.stages = np.empty((3, size), np.float32)
        self.before, self.masked, self.after = (
            stage.reshape(BATCH, units) for stage in self.stages)
        self.noise = np.empty((BATCH, units), np.float32)
        self.kept = np.empty((BATCH, units), np.float32)
        self.scaled = np.empty_like(self.stages)
        self.ones = np.ones(size, np.float32)
        self.offsets = np.array([[0], [BINS + 1], [2 * (BINS + 1)]])
        self.axis = Axis()

    def run(self, keep, scale, rng):
        """Masks and scales what stands in `before`; returns how many were kept, and the records."""
        rng.random(dtype=np.float32, out=self.noise)
        mask = self.noise < keep
        np.copyto(self.kept, mask)
        np.multiply(self.before, self.kept, out=self.masked)
        np.multiply(self.masked, scale, out=self.after)
        return np.count_nonzero(mask), self.measure()

    def measure(self):
        """For each stage mean, sd, min, max, zeros, nan, inf, below, above and bins."""
        low, top = self.stages.min(axis=1), self.stages.max(axis=1)
        if not np.isfinite(low + top).all():
            return self.measure_non_finite()
        self.axis.cover(float(top.max()))
        size = self.ones.size
        # Two passes, the second centred; dot products of BLAS are the fastest sums there are.
        mean = (self.stages @ self.ones) / np.float32(size)
        np.subtract(self.stages, mean[:, None], out=self.scaled)
        sd = [math.sqrt(row @ row / size) for row in self.scaled]
        zeros = [size - np.count_nonzero(row) for row in self.stages != 0]
        # A power of two scales exactly, so that truncation bins as np.histogram does, in a fifth of
        # its time; slot 64 takes the axis' own end, which belongs to the last bin.
        np.multiply(self.stages, np.float32(BINS / self.axis.high), out=self.scaled)
        slots = self.scaled.astype(np.intp)
        slots += self.offsets
        bins = np.bincount(slots.ravel(), minlength=3 * (BINS + 1)).reshape(3, BINS + 1)
        bins[:, BINS - 1] += bins[:, BINS]
        # The axis covers all finite values, so nothing lies below or above.
        return [
            (mean[stage], sd[stage], low[stage], top[stage], zeros[stage], 0, 0, 0, 0,
             bins[stage, :BINS]) for stage in range(3)]

    def measure_non_finite(self):
        """The same where something is NaN or infinite; rare, so plain."""
        finite = [row[np.isfinite(row)] for row in self.stages]
        self.axis.cover(max((float(row.max()) for row in finite if row.size), default=0))
        return [
            (row.mean() if row.size else None, row.std() if row.size else None,
             row.min(initial=np.inf), row.max(initial=-np.inf), int((stage == 0).sum()),
             int(np.isnan(stage).sum()), int(np.isinf(stage).sum()), 0, 0,
             np.histogram(row, BINS, (0, self.axis.high))[0])
            for stage, row in zip(self.stages, finite)]


class Network:
    """Dense layers with PyTorch's default initial weights; (in, out), so that x @ w is contiguous.

    All parameters, velocities and slopes are one vector each, so that a step is three operations.
    """

    def __init__(self, rng):
        sizes = list(zip(WIDTHS, WIDTHS[1:]))
        parts = []
        for inputs, units in sizes:
            bound = 1 / math.sqrt(inputs)
            parts += [rng.uniform(-bound, bound, inputs * units), rng.uniform(-bound, bound, units)]
        self.parameters = np.concatenate(parts).astype(np.float32)
        self.velocity = np.zeros_like(self.parameters)
        self.slopes = np.zeros_like(self.parameters)
        self.change = np.zeros_like(self.parameters)
        self.w, self.b = self.views(self.parameters, sizes)
        self.slope_w, self.slope_b = self.views(self.slopes, sizes)
        self.layers = [Layer(units) for units in WIDTHS[1:3]]
        self.rows = np.arange(BATCH)

    @staticmethod
    def views(vector, sizes):
        weights, biases, start = [], [], 0
        for inputs, units in sizes:
            middle = start + inputs * units
            weights.append(vector[start:middle].reshape(inputs, units))
            biases.append(vector[middle:middle + units])
            start = middle + units
        return weights, biases

    def call(self, x, y, keep, rng, learning_rate):
        """One training call: forward, measurements, backward, step. Returns loss and records."""
        keep = np.float32(keep)
        scale = np.float32(1) / keep
        inputs, records = [x], []
        for layer, w, b in zip(self.layers, self.w, self.b):
            np.matmul(inputs[-1], w, out=layer.before)
            layer.before += b
            np.maximum(layer.before, 0, out=layer.before)
            records.append(layer.run(keep, scale, rng))
            inputs.append(layer.after)
        loss, gradient = self.loss(inputs[-1], y)
        self.back(inputs, gradient, scale)
        self.step(learning_rate)
        return loss, records

    def loss(self, hidden, y):
        logits = hidden @ self.w[2]
        logits += self.b[2]
        logits -= logits.max(axis=1, keepdims=True)
        powers = np.exp(logits)
        sums = powers.sum(axis=1, keepdims=True)
        loss = float((np.log(sums[:, 0]) - logits[self.rows, y]).mean())
        powers /= sums
        powers[self.rows, y] -= 1
        powers /= np.float32(len(y))
        return loss, powers

    def back(self, inputs, gradient, scale):
        for layer in (2, 1, 0):
            np.matmul(inputs[layer].T, gradient, out=self.slope_w[layer])
            np.add.reduce(gradient, axis=0, out=self.slope_b[layer])
            if layer > 0:
                gradient = gradient @ self.w[layer].T
                # Where something came through, its gradient goes back, times the scale.
                gradient *= inputs[layer] > 0
                gradient *= scale

    def step(self, learning_rate):
        self.velocity *= MOMENTUM
        self.velocity += self.slopes
        np.multiply(self.velocity, learning_rate, out=self.change)
        self.parameters -= self.change

    def accuracy(self, x, y):
        for w, b in zip(self.w[:2], self.b[:2]):
            x = np.maximum(x @ w + b, 0)
        return float(((x @ self.w[2] + self.b[2]).argmax(axis=1) == y).mean())


def train(rate, seed, calls):
    x, y = digits()
    held_x, held_y = x[TRAINING:], y[TRAINING:]
    weights, data, masks = (np.random.default_rng([seed, stream]) for stream in range(3))
    network = Network(weights)
    per_epoch = -(-TRAINING // BATCH)
    held_out = None
    start = time.perf_counter()
    for call in range(calls):
        epoch, index = divmod(call, per_epoch)
        if index == 0:
            # The last batch is filled up with the epoch's first rows.
            order = np.resize(data.permutation(TRAINING), per_epoch * BATCH)
        rows = order[index * BATCH:(index + 1) * BATCH]
        learning_rate = np.float32(0.08 / (1 + 0.05 * epoch))
        network.call(x[rows], y[rows], 1 - rate, masks, learning_rate)
        if index == per_epoch - 1:
            held_out = network.accuracy(held_x, held_y)
    return time.perf_counter() - start, held_out


def main(train, summary):
    """Trains as the arguments say and prints the line."""
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("--rate", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--calls", type=int, default=1800)
    options = parser.parse_args()
    seconds, held_out = train(options.rate, options.seed, options.calls)
    print(json.dumps({"calls": options.calls, "seconds": round(seconds, 4),
                      "calls_per_s": round(options.calls / seconds, 1), "held_out": held_out}))


if __name__ == "__main__":
    main(train, __doc__.splitlines()[0])
