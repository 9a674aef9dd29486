#!/usr/bin/env python3
"""How often D03 finds a p that is 0.01 off, and how often anything could: doctor_power.py [SESSIONS]

NumPy and SciPy draw sessions of 100,000 draws and weigh the evidence as the rule does; beside it stand
the test that is told which way p is off and how far, and the one that looks only once, at the end.
"""
import sys

import numpy
from scipy.special import logsumexp
from scipy.stats import norm

# As Sources/Doctor/Evidence/KeptEvidence.swift has them.
TILTS = [2, 1, .5, .25, .125, .0625, .042, .03125, .0156, .0078, .002]
WEIGHTS = [1, 1, 1, 2, 4, 8, 10, 4, 1, 1, 1]
LEVEL = 1e-6 / 2
DRAWS, STEP, OFF = 100_000, 2000, 0.01


def power(random, sessions, rate, tilts, weights):
    """The share of sessions in which the evidence ever suffices, and the median of the draws."""
    keep = 1 - rate
    tilts, weights = numpy.array(tilts), numpy.log(numpy.array(weights) / numpy.sum(weights))
    drawn = STEP * numpy.arange(1, DRAWS // STEP + 1)
    kept = random.binomial(STEP, keep + OFF, (sessions, len(drawn))).cumsum(1)
    cost = numpy.log(keep * numpy.exp(tilts) + rate) - tilts * keep
    surplus = (kept - drawn * keep)[..., None]
    told = logsumexp(surplus * tilts - drawn[:, None] * cost + weights, axis=2) >= -numpy.log(LEVEL)
    first = numpy.where(told.any(1), drawn[told.argmax(1)], numpy.inf)
    return told.any(1).mean(), numpy.median(first)


def main():
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    random = numpy.random.default_rng(20260104)
    print("p     D03    median   told which  one look")
    for rate in (0.1, 0.2, 0.5):
        both = numpy.r_[TILTS, [-tilt for tilt in TILTS]]
        found, median = power(random, sessions, rate, both, WEIGHTS * 2)
        best = numpy.log((1 - rate + OFF) * rate / ((1 - rate) * (rate - OFF)))
        known, _ = power(random, sessions, rate, [best], [1])
        spread = numpy.sqrt(rate * (1 - rate) / DRAWS)
        once = norm.sf(norm.isf(LEVEL / 2) - OFF / spread)
        print(f"{rate:<5} {found:<6.3f} {median:<8.0f} {known:<11.3f} {once:.3f}")


main()
