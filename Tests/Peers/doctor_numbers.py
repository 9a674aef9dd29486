#!/usr/bin/env python3
"""The doctor's numbers beside NumPy's and SciPy's: doctor_numbers.py DROPSCOPE [CASES]

Random sessions with a rate that is off, groups that share decisions, a unit that is dropped, a layer
that drops nothing, masks that come again, or ranks that draw half alike; each σ and each bound on a
chance that `check --json` prints of them is computed again from the log.
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
UNIT_TILTS = numpy.array([4, 1.5, .6, .2, .06])
EVENT_TILTS = numpy.array([.5, 1, 1.5, 2.2, 3.3, 5, 7, 10, 14, 20, 28, 40, 60, 90, 130, 200, 400])
KINDS = {"rate": "D03", "pairs": "D07", "unit": "D09", "idle": "D02", "again": "D06", "ranks": "D05"}


def write(path, masks, rate, **header):
    with open(path, "w") as file:
        file.write(json.dumps({"t": "session", "v": 1, **header}) + "\n")
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


def pair_numbers(pairs, tests):
    """Of sets of draws, front and behind, each element with the one in its place."""
    tilts = numpy.r_[PAIR_TILTS, -PAIR_TILTS]
    sums, surplus, variance = numpy.zeros(len(tilts)), 0.0, 0.0
    for front, behind in pairs:
        front, behind = front.ravel().astype(int), behind.ravel().astype(int)
        if front.sum() * 2 > front.size:
            front, behind = 1 - front, 1 - behind
        p, x, y, both = front.size, front.sum(), behind.sum(), (front & behind).sum()
        if x == 0 or y == 0:
            continue
        sums += tilts * both - y * numpy.log(1 + x / p * (numpy.exp(tilts) - 1))
        surplus += both - x * y / p
        variance += x * y * (p - x) * (p - y) / (p * p * (p - 1.0))
    return surplus / numpy.sqrt(variance), bound(logsumexp(sums) - numpy.log(len(tilts)), tests)


def unit_numbers(masks, unit):
    kept = numpy.concatenate(masks).sum(0)
    rows, units = sum(mask.shape[0] for mask in masks), masks[0].shape[1]
    share = kept.mean() / rows
    sigma = (kept[unit] - rows * share) / numpy.sqrt(rows * share * (1 - share))
    tilts = numpy.r_[UNIT_TILTS, -UNIT_TILTS]
    cost = sum(mask.shape[0] * numpy.log1p((1 - mask.mean()) * numpy.expm1(tilts)) for mask in masks)
    log_evidence = logsumexp(tilts * (rows - kept[unit]) - cost) - numpy.log(len(tilts))
    # A unit is tested twice: over all calls, and over those with stages.
    return sigma, bound(log_evidence, 2 * units)


def event_bound(events):
    """Of occasions: whether it happened, and with what chance at most."""
    sums = numpy.zeros(len(EVENT_TILTS))
    for happened, chance in events:
        if (happened or chance >= 1e-300) and chance < 1:
            sums += EVENT_TILTS * happened - numpy.log1p(chance * numpy.expm1(EVENT_TILTS))
    return bound(logsumexp(sums) - numpy.log(len(sums)))


def repetitions(masks):
    """Whether each mask is one that was drawn before, and the chance that a new one would be."""
    known = {}
    for mask in masks:
        key, share = mask.tobytes(), mask.mean()
        chance = share ** mask.sum() * (1 - share) ** (mask.size - mask.sum())
        yield key in known, min(1.0, sum(known.values()))
        if chance < 1:
            known.setdefault(key, chance)


def agreement(masks, others, rate):
    differ = 2 * rate * (1 - rate)
    equal = sum((mask == other).sum() for mask, other in zip(masks, others))
    count = sum(mask.size for mask in masks)
    return (equal - count * (1 - differ)) / numpy.sqrt(count * differ * (1 - differ))


def expected_of(kind, numbers, masks, others, rate):
    """What is printed of a finding and what it should be, in pairs."""
    first = numbers[0]
    if kind == "rate":
        sigma, chance = rate_numbers(masks, rate)
    elif kind == "pairs":
        sigma, chance = pair_numbers([(m.ravel()[0::2], m.ravel()[1::2]) for m in masks], 7)
    elif kind == "unit":
        sigma, chance = unit_numbers(masks, 7)
    elif kind == "idle":
        sigma, chance = None, event_bound([(1, (1 - rate) ** mask.size) for mask in masks])
    elif kind == "again":
        sigma, chance = None, event_bound(repetitions(masks))
    else:
        chance = pair_numbers(zip(others, masks), 2)[1]
        first = {"chance": numbers[0]["chance"], "sigma": numbers[2]["sigma"]}
        sigma = agreement(masks, others, rate)
    pairs = [(first["sigma"], sigma)] if sigma is not None else []
    return pairs + ([(first["chance"], chance)] if chance > 1e-290 else [])


def main():
    program = os.path.abspath(sys.argv[1])
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    random = numpy.random.default_rng(20260103)
    worst, compared = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "d.jsonl"
        for case in range(cases):
            rate = float(numpy.round(random.uniform(0.1, 0.6), 3))
            kind = list(KINDS)[case % len(KINDS)]
            shape = (1, 24) if kind in ("idle", "again") else (int(random.integers(4, 20)), 64)
            true = rate + (random.uniform(0.05, 0.2) if kind == "rate" else 0)
            masks = [random.random(shape) >= true for _ in range(int(random.integers(20, 60)))]
            if kind == "pairs":
                masks = [numpy.repeat(mask[:, ::2], 2, 1) for mask in masks]
            if kind == "unit":
                for mask in masks:
                    mask[:, 7] = False
            if kind == "idle":
                masks = [numpy.ones(shape, bool) for _ in masks]
            if kind == "again":
                masks = [masks[n - n % 2] for n in range(len(masks))]
            others = [numpy.where(random.random(shape) < 0.5, mask, random.random(shape) >= true)
                      for mask in masks]
            paths = [path]
            if kind == "ranks":
                paths.append(pathlib.Path(folder) / "other.jsonl")
                write(path, masks, rate, run="r", rank=0, ranks=2)
                write(paths[1], others, rate, run="r", rank=1, ranks=2)
            else:
                write(path, masks, rate)
            output = subprocess.run([program, "check", "--json", *paths], stdout=subprocess.PIPE)
            verdict = json.loads(output.stdout)
            rule = KINDS[kind]
            told = verdict["findings"] + verdict["following"]
            found = [finding for finding in told if finding["rule"] == rule]
            if not found:
                sys.exit(f"case {case}: {rule} was not found among {told}")
            for measured, value in expected_of(kind, found[0]["numbers"], masks, others, rate):
                compared += 1
                apart = abs(measured - value) / max(abs(value), 1e-300)
                worst = max(worst, apart)
                if apart > TOLERANCE:
                    print(f"case {case}, {rule}: {measured} is told, {value} is computed")
    print(f"{compared} numbers of {cases} sessions: at most {worst:.1e} apart, relative")
    sys.exit(0 if worst <= TOLERANCE else 1)


main()
