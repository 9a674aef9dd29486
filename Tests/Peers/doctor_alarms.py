#!/usr/bin/env python3
"""How often the doctor is wrong about healthy sessions: doctor_alarms.py DROPSCOPE [SESSIONS] [CALLS]

Runs simulated sessions of several presets, shapes, rates, dialects and modes, a change of phase or rate
among them, and pairs of ranks with seeds of their own; hands each to `check --json`; and prints how
many findings each rule had. A healthy session has none: the level is one false alarm in a million.
"""
import collections
import itertools
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

PRESETS = [("digits", []), ("digits", ["--layers", "48,24"]), ("digits", ["--batch", "5"]),
           ("digits", ["--layers", "200", "--batch", "64"]), ("article", []), ("module", [])]
SHAPES = {"dropout": "32,40", "dropout1d": "8,16,24", "dropout2d": "8,16,6,6", "dropout3d": "4,8,4,4,4",
          "alpha": "32,40", "feature-alpha": "8,16,24", "gaussian": "32,40", "dropconnect": "30,40",
          "locked": "8,6,20", "embedding": "50,16", "word": "8,12,16", "dropblock": "4,8,12,12",
          "droppath": "16,8,12", "spatial": "8,16,6,6", "attention": "4,2,12,12"}
KINDS = [("module", ["--kind", kind, "--shape", shape]) for kind, shape in SHAPES.items()]
RATES = ["0.01", "0.1", "0.2", "0.35", "0.5", "0.8", "0.95"]
DIALECTS = ["philox", "numpy-legacy", "numpy", "torch", "torch-mkl", "jax"]
KIND_DIALECTS = ["philox", "torch"]
MODES = ["inverted", "vanilla"]


def session(program, folder, index, calls, chance):
    """Runs one session; returns its logs, and what it was."""
    # Every second session is of one of the kinds.
    of_kind = index // 2 % 2 == 1
    preset, shape = (KINDS if of_kind else PRESETS)[(index // 4 + index % 2 * 7) % len(KINDS if of_kind else PRESETS)]
    rate, mode = chance.choice(RATES), chance.choice(MODES)
    dialect = chance.choice(KIND_DIALECTS if of_kind else DIALECTS)
    phase = "eval" if chance.random() < 0.1 else "train"
    seeds = [chance.randrange(1 << 32) for _ in range(2 if index % 10 == 9 else 1)]
    logs = []
    for rank, seed in enumerate(seeds):
        log = folder / f"s{index}.rank{rank}.jsonl"
        subprocess.run(
            [program, "run", preset, *shape, "--rate", rate, "--dialect", dialect, "--mode", mode,
             "--phase", phase, "--seed", str(seed), "--calls", str(calls), "--log", log, "--force"],
            check=True, stdout=subprocess.DEVNULL)
        if len(seeds) > 1:
            as_rank(log, rank, len(seeds), index)
        elif index % 5 == 3:
            unknown_mode(log)
        logs.append(log)
    return logs, f"{preset} {' '.join(shape)} p {rate} {dialect} {mode} {phase} seeds {seeds}"


def edited(log, edit):
    lines = [json.dumps(edit(json.loads(line))) for line in log.read_text().splitlines()]
    log.write_text("\n".join(lines) + "\n")


def as_rank(log, rank, ranks, index):
    """Says in the header that this is one rank of a run."""
    def edit(record):
        if record["t"] == "session":
            record.update(run=f"run{index}", rank=rank, ranks=ranks)
        return record
    edited(log, edit)


def unknown_mode(log):
    """Leaves out the mode, as the log of a real run does."""
    def edit(record):
        record.pop("mode", None)
        return record
    edited(log, edit)


def main():
    program = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    calls = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    chance = random.Random(20260102)
    alarms, passed, ran, told = (collections.Counter() for _ in range(4))
    rules = [f"D{number:02}" for number in range(1, 16)]
    with tempfile.TemporaryDirectory() as name:
        for index in range(count):
            logs, words = session(program, pathlib.Path(name), index, calls, chance)
            result = subprocess.run(
                [program, "check", "--json", *logs], stdout=subprocess.PIPE, text=True)
            verdict = json.loads(result.stdout)
            for log in logs:
                log.unlink()
            for finding in verdict["findings"] + verdict["following"]:
                alarms[finding["rule"]] += 1
                print(f"alarm {finding['rule']} {finding['what']} | {words}", flush=True)
            for finding in verdict["notes"]:
                told[finding["rule"]] += 1
            for rule in verdict["passed"]:
                passed[rule["rule"]] += 1
            for rule in itertools.chain(
                    verdict["passed"], verdict["findings"], verdict["notes"], verdict["following"]):
                ran[rule["rule"]] += 1
    print(f"{count} healthy sessions of {calls} calls\n\n| rule | ran | notes | false alarms |")
    print("|---|---:|---:|---:|")
    for rule in rules:
        print(f"| {rule} | {ran[rule]} | {told[rule]} | {alarms[rule]} |")
    sys.exit(1 if max(alarms.values(), default=0) > 1 else 0)


main()
