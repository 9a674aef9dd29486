#!/usr/bin/env python3
"""The golden numbers of Tests/DropoutEngineTests/History/UnitHistoryTests.swift and Theory/
ChiSquaredTests.swift, by NumPy and SciPy: unit_numbers.py

Sixty masks of 8 samples by 20 units, made of SplitMix64 from seed 5, kept with a chance of 1/2 and from
call 31 on of 7/10.
"""
import numpy
from scipy import stats

ROWS, UNITS, CALLS = 8, 20, 60


def words(seed):
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) % 2**64
        z = seed
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        yield z ^ z >> 31


def masks():
    stream = words(5)
    for call in range(CALLS):
        keep = 0.5 if call < 30 else 0.7
        bits = [next(stream) % 1000 < round(1000 * keep) for _ in range(ROWS * UNITS)]
        yield numpy.array(bits, float).reshape(ROWS, UNITS), keep


def correlation(pairs):
    """The mean of (m - q)(m' - q') / sqrt(pq p'q'), and how many standard errors that is."""
    terms = numpy.concatenate([
        ((a - q) * (b - r) / numpy.sqrt(q * (1 - q) * r * (1 - r))).ravel() for a, q, b, r in pairs])
    return terms.mean(), terms.mean() * numpy.sqrt(terms.size)


def longest(draws, value):
    best = run = 0
    for draw in draws:
        run = run + 1 if draw == value else 0
        best = max(best, run)
    return best


def coins(draws, chance, length):
    """The chance that no run is longer, as a chain over how long the present one is."""
    state = numpy.zeros(length + 1)
    state[0] = 1
    for _ in range(draws):
        state = numpy.concatenate([[(1 - chance) * state.sum()], chance * state[:-1]])
    return state.sum()


def main():
    drawn = list(masks())
    kept = sum(mask.sum(axis=0) for mask, _ in drawn)
    expected = sum(ROWS * q for _, q in drawn)
    variance = sum(ROWS * q * (1 - q) for _, q in drawn)
    chi = ((kept - expected) ** 2 / variance).sum()
    print("kept", kept.astype(int).tolist())
    print("chi2", repr(chi), repr(stats.chi2.sf(chi, UNITS)))
    for lag in (1, 2, 4, 8, 16):
        print("lag", lag, *correlation([(m[:, :-lag], q, m[:, lag:], q) for m, q in drawn]))
    print("sample", *correlation([(m[:-1], q, m[1:], q) for m, q in drawn]))
    for calls in (1, 5):
        both = zip(drawn, drawn[calls:])
        print("calls", calls, *correlation([(a, q, b, r) for (a, q), (b, r) in both]))
    (a, q), (b, r) = drawn[-2:]
    share = q * (1 - r) + (1 - q) * r
    print("changed", int((a != b).sum()), a.size * share, numpy.sqrt(a.size * share * (1 - share)))
    stack = numpy.array([mask.ravel() for mask, _ in drawn])
    print("runs", [(longest(stack[:, e], 1), longest(stack[:, e], 0)) for e in (0, 1, 63, 64, 159)])
    for rows, keep in ((32, .5), (12448, .5), (403, .8)):
        sd = numpy.sqrt(rows * keep * (1 - keep))
        starts = numpy.ceil(rows * keep + (numpy.arange(1, 15) * .5 - 3.75) * sd)
        below = numpy.concatenate([[0], stats.binom.cdf(starts - 1, rows, keep), [1]])
        print("binomial", rows, keep, (numpy.diff(below) * 128)[:8].tolist())
    for value, degrees in ((105.4, 128), (.5, 1), (3.84, 1), (250, 128), (60, 128), (4200, 4096),
                           (1200, 1000), (30, 2)):
        print("chi2.sf", value, degrees, repr(stats.chi2.sf(value, degrees)))
    for draws, chance, length in ((389, .5, 7), (389, .5, 12), (10, .5, 3), (403, .8, 20),
                                  (5000, .5, 11), (5000, .5, 14), (20000, .8, 40)):
        print("coins", draws, chance, length, repr(coins(draws, chance, length)))


main()
