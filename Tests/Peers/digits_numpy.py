#!/usr/bin/env python3
"""The training of `dropscope run digits` as NumPy is usually written, on one thread.

    digits_numpy.py [--rate 0.2] [--seed 3] [--calls 1800]

The same network, batches, initial distribution, learning rate and momentum, inverted dropout, and
per call and dropout layer the same measurements of the three stages, each by the NumPy function
made for it: mean, std, min, max, count_nonzero, isnan, isinf, histogram. digits_numpy_tuned.py does
the same with all that is known about this very network. Prints one line of JSON, as that does.
"""
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[name] = "1"

import math
import time

import numpy as np

from digits_numpy_tuned import BATCH, BINS, MOMENTUM, TRAINING, WIDTHS, Axis, digits, main


def measure(stage, high):
    """What a session log holds of one stage's tensor."""
    finite = stage[np.isfinite(stage)]
    bins, _ = np.histogram(finite, bins=BINS, range=(0, high))
    return {
        "mean": finite.mean(dtype=np.float64), "sd": finite.std(dtype=np.float64),
        "min": finite.min(), "max": finite.max(),
        "zeros": stage.size - np.count_nonzero(stage),
        "nan": np.count_nonzero(np.isnan(stage)), "inf": np.count_nonzero(np.isinf(stage)),
        "below": np.count_nonzero(finite < 0), "above": np.count_nonzero(finite > high),
        "bins": bins}


def forward(x, weights, keep, masks, axes):
    """Activations of each layer, masks and measurements; `masks` draws, or is None in evaluation."""
    inputs, kept, records = [x], [], []
    for layer, (w, b) in enumerate(weights[:-1]):
        before = np.maximum(inputs[-1] @ w + b, 0)
        if masks is None:
            inputs.append(before)
            continue
        mask = (masks.random(before.shape, dtype=np.float32) < keep).astype(np.float32)
        masked = before * mask
        after = masked * (np.float32(1) / keep)
        axes[layer].cover(float(max(before.max(), after.max())))
        records.append([measure(stage, axes[layer].high) for stage in (before, masked, after)])
        kept.append(mask)
        inputs.append(after)
    w, b = weights[-1]
    return inputs, kept, records, inputs[-1] @ w + b


def backward(inputs, kept, logits, y, weights, keep):
    """Mean cross-entropy and the gradients of all weights."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    loss = -np.log(probabilities[rows, y]).mean()
    gradient = probabilities
    gradient[rows, y] -= 1
    gradient /= np.float32(len(y))
    gradients = []
    for layer in reversed(range(len(weights))):
        gradients.append((inputs[layer].T @ gradient, gradient.sum(axis=0)))
        if layer > 0:
            gradient = gradient @ weights[layer][0].T
            gradient *= kept[layer - 1] * (inputs[layer] > 0) / keep
    return loss, gradients[::-1]


def train(rate, seed, calls):
    x, y = digits()
    initial, data, masks = (np.random.default_rng([seed, stream]) for stream in range(3))
    weights, axes = [], [Axis() for _ in WIDTHS[1:-1]]
    for inputs, units in zip(WIDTHS, WIDTHS[1:]):
        bound = 1 / math.sqrt(inputs)
        weights.append([initial.uniform(-bound, bound, shape).astype(np.float32)
                        for shape in ((inputs, units), units)])
    velocities = [[np.zeros_like(part) for part in layer] for layer in weights]
    keep = np.float32(1 - rate)
    per_epoch = -(-TRAINING // BATCH)
    held_out = None
    start = time.perf_counter()
    for call in range(calls):
        epoch, index = divmod(call, per_epoch)
        if index == 0:
            order = np.resize(data.permutation(TRAINING), per_epoch * BATCH)
        rows = order[index * BATCH:(index + 1) * BATCH]
        inputs, kept, _, logits = forward(x[rows], weights, keep, masks, axes)
        _, gradients = backward(inputs, kept, logits, y[rows], weights, keep)
        learning_rate = np.float32(0.08 / (1 + 0.05 * epoch))
        for layer, velocity, slopes in zip(weights, velocities, gradients):
            for part, speed, slope in zip(layer, velocity, slopes):
                speed *= MOMENTUM
                speed += slope
                part -= learning_rate * speed
        if index == per_epoch - 1:
            logits = forward(x[TRAINING:], weights, keep, None, axes)[-1]
            held_out = float((logits.argmax(axis=1) == y[TRAINING:]).mean())
    return time.perf_counter() - start, held_out


if __name__ == "__main__":
    main(train, __doc__.splitlines()[0])
