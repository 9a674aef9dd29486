#!/usr/bin/env python3
"""Random layers, and σ of each number of the screen's table by NumPy and SciPy.

    reading_cases.py > Tests/DropoutEngineTests/Golden/readings.csv

A row is a layer in one training call: its elements, rate, mode, moments, zeros and bins before the mask,
what was kept, and the means, spread and zeros after it; then σ of kept, of the mean after the mask, of
mean, spread and zeros after the factor, and what is expected of the last four. Values are taken to lie
evenly within a bin, as a record of a histogram says no more.
"""
import sys

import numpy
from scipy import integrate, stats

NAMES = ("count rate inverted mean sd zeros low high bins kept masked after spread after_zeros "
         "z_kept z_masked z_after z_spread z_zeros e_masked e_after e_spread e_zeros").split()


def moment(power, low, high, bins, zeros, count):
    """The mean of x^power by quadrature over the bins; zeros are no part of theirs."""
    edges = numpy.linspace(low, high, len(bins) + 1)
    total = 0.0
    for a, b, held in zip(edges, edges[1:], bins):
        others = held - zeros if a <= 0 < b else held
        if others > 0:
            total += others * integrate.quad(lambda x: x ** power, a, b)[0] / (b - a)
    return total / count


def case(random):
    count = int(random.choice([12, 64, 500, 4096]))
    rate = float(numpy.round(random.uniform(0.02, 0.95), 3))
    keep, inverted = 1 - rate, bool(random.integers(2))
    scale = 1 / keep if inverted else 1.0
    x = random.normal(random.uniform(-1, 1), 1, count)
    if random.integers(2):
        x = numpy.maximum(x, 0)
    high = float(numpy.ceil(abs(x).max()))
    low = 0.0 if x.min() >= 0 else -high
    bins = numpy.histogram(x, 16, (low, high))[0]
    zeros = int((x == 0).sum())
    mask = random.random(count) >= rate
    masked = x * mask
    after = masked * scale
    kept = int(mask.sum())
    z_kept = (kept - count * keep) / stats.binom.std(count, keep)
    squares = (x ** 2).mean()
    se = numpy.sqrt(keep * rate * squares / count)
    mean = x.mean()
    sd = numpy.sqrt(keep * squares - (keep * mean) ** 2)
    third, fourth = (moment(power, low, high, bins, zeros, count) for power in (3, 4))
    sum_squares = fourth - 2 * (2 * keep * mean) * third + (2 * keep * mean) ** 2 * squares
    sd_se = numpy.sqrt(keep * rate * sum_squares / count) / (2 * sd)
    others = count - zeros
    expected_zeros = zeros + others * rate
    after_zeros = int((after == 0).sum())
    return [count, rate, int(inverted), mean, x.std(), zeros, low, high,
            " ".join(map(str, bins)), kept, masked.mean(), after.mean(), after.std(), after_zeros,
            z_kept, (masked.mean() - keep * mean) / se,
            (after.mean() - scale * keep * mean) / (scale * se),
            (after.std() - scale * sd) / (scale * sd_se),
            (after_zeros - expected_zeros) / stats.binom.std(others, rate),
            keep * mean, scale * keep * mean, scale * sd, expected_zeros]


def main():
    random = numpy.random.default_rng(20260105)
    print(",".join(NAMES))
    for _ in range(200):
        print(",".join(text if isinstance(text, str) else repr(float(text)) for text in case(random)))


sys.exit(main())
