#!/usr/bin/env python3
"""The doctor's numbers beside NumPy's and SciPy's: doctor_numbers.py DROPSCOPE [CASES]

Random sessions with a rate that is off, groups that share decisions, or a unit that is dropped; σ and
the bound on the chance, as `check --json` prints them, are computed again from the log.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
from scipy.special import logsumexp

TOLERANCE = 1e-6
RATE_TILTS = numpy.array([2, 1, .5, .25, .125, .0625, .042, .03125, .0156, .0078, .002])
RATE_WEIGHTS = numpy.array([1, 1, 1, 2, 4, 8, 10, 4, 1, 1, 1])
PAIR_TILTS = numpy.array([1.8, .6, .2, .06, .02])


def write(path, masks, rate):
    with open(path, "w") as file:
        file.write('{"t":"session","v":1}\n')
        for n, mask in enumerate(masks, 1):
            entry = {"name": "a", "shape": list(mask.shape), "rate": rate,
                     "mask": numpy.packbits(mask).tobytes().hex()}
            file.write(json.dumps({"t": "call", "n": n, "phase": "train", "layers": [entry]}) + "\n")


def bound(log_evidence, tests=1):
    """Of the first site, whose part of the level is one half."""
    return min(1.0, numpy.exp(numpy.log(2 * tests) - log_evidence))


def rate_numbers(masks, rate):
    kept = numpy.array([mask.sum() for mask in masks], float)
    size, keep = masks[0].size, 1 - rate
    tilts = numpy.r_[RATE_TILTS, -RATE_TILTS]
    cost = numpy.log(keep * numpy.exp(tilts) + rate) - tilts * keep
    surplus = (kept - size * keep).sum()
    weights = numpy.r_[RATE_WEIGHTS, RATE_WEIGHTS] / (2 * RATE_WEIGHTS.sum())
    log_evidence = logsumexp(tilts * surplus - size * len(masks) * cost + numpy.log(weights))
    sigma = -surplus / numpy.sqrt(size * len(masks) * keep * rate)
    return sigma, bound(log_evidence)


def pair_numbers(masks):
    """Of neighbours, each in one pair; sizes are multiples of 64."""
    tilts = numpy.r_[PAIR_TILTS, -PAIR_TILTS]
    sums, surplus, variance = numpy.zeros(len(tilts)), 0.0, 0.0
    for mask in masks:
        front, behind = mask.ravel()[0::2].astype(int), mask.ravel()[1::2].astype(int)
        if front.sum() * 2 > front.size:
            front, behind = 1 - front, 1 - behind
        p, x, y, both = front.size, front.sum(), behind.sum(), (front & behind).sum()
        if x == 0 or y == 0:
            continue
        sums += tilts * both - y * numpy.log(1 + x / p * (numpy.exp(tilts) - 1))
        surplus += both - x * y / p
        variance += x * y * (p - x) * (p - y) / (p * p * (p - 1.0))
    return surplus / numpy.sqrt(variance), bound(logsumexp(sums) - numpy.log(len(tilts)), 7)


def unit_numbers(masks, unit):
    kept = numpy.concatenate(masks).sum(0)
    rows = sum(mask.shape[0] for mask in masks)
    share = kept.mean() / rows
    return (kept[unit] - rows * share) / numpy.sqrt(rows * share * (1 - share))


def main():
    program = os.path.abspath(sys.argv[1])
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    random = numpy.random.default_rng(20260103)
    worst, compared = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "d.jsonl"
        for case in range(cases):
            rate = float(numpy.round(random.uniform(0.1, 0.6), 3))
            shape = (int(random.integers(4, 20)), 64)
            kind = ("rate", "pairs", "unit")[case % 3]
            true = rate + (random.uniform(0.05, 0.2) if kind == "rate" else 0)
            masks = [random.random(shape) >= true for _ in range(int(random.integers(20, 60)))]
            if kind == "pairs":
                masks = [numpy.repeat(mask[:, ::2], 2, 1) for mask in masks]
            if kind == "unit":
                for mask in masks:
                    mask[:, 7] = False
            write(path, masks, rate)
            output = subprocess.run([program, "check", "--json", path], stdout=subprocess.PIPE)
            verdict = json.loads(output.stdout)
            rule = {"rate": "D03", "pairs": "D07", "unit": "D09"}[kind]
            found = [finding for finding in verdict["findings"] if finding["rule"] == rule]
            if not found:
                sys.exit(f"case {case}: {rule} was not found among {verdict['findings']}")
            number = found[0]["numbers"][0]
            if kind == "unit":
                expected = [(number["sigma"], unit_numbers(masks, 7))]
            else:
                sigma, chance = (rate_numbers(masks, rate) if kind == "rate"
                                 else pair_numbers(masks))
                expected = [(number["sigma"], sigma)]
                if chance > 1e-290:
                    expected.append((number["chance"], chance))
            for measured, value in expected:
                compared += 1
                worst = max(worst, abs(measured - value) / max(abs(value), 1e-300))
    print(f"{compared} numbers of {cases} sessions: at most {worst:.1e} apart, relative")
    sys.exit(0 if worst <= TOLERANCE else 1)


main()
