#!/usr/bin/env python3
"""Compares `dropscope mask` with golden masks, sha256 included: golden_masks.py PATH_TO_DROPSCOPE

Reads Tests/DropoutEngineTests/Golden/numpy-legacy.json. Left out: sequence seeds, operations other
than binomial, and cases whose calls have not the same rate throughout, since the command takes one.
Exit 1 on the first difference.
"""
import hashlib
import json
import pathlib
import subprocess
import sys

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "DropoutEngineTests/Golden"


def drawn(path, dialect, case):
    """The masks of a case as lines of 0 and 1, or None where the command cannot draw it."""
    calls = case["calls"]
    rates = {call["rate"] for call in calls}
    usual = isinstance(case["seed"], str) and all(call["op"] == "binomial" for call in calls)
    if not usual or len(rates) != 1:
        return None
    layers = 1 + max(call["layer"] for call in calls)
    command = [path, "mask", "--dialect", dialect, "--seed", case["seed"], "--rate",
               repr(rates.pop()), "--calls", str(len(calls) // layers), "--format", "bits"]
    for call in calls[:layers]:
        command += ["--shape", ",".join(map(str, call["shape"]))]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{case['id']}: {' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return done.stdout.split()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    compared, left_out = 0, []
    for case in json.loads((GOLDEN / "numpy-legacy.json").read_text())["cases"]:
        masks = drawn(sys.argv[1], "numpy-legacy", case)
        if masks is None:
            left_out.append(case["id"])
            continue
        if len(masks) != len(case["calls"]):
            sys.exit(f"{case['id']}: {len(masks)} masks, expected {len(case['calls'])}")
        for number, (mask, call) in enumerate(zip(masks, case["calls"])):
            digest = hashlib.sha256(bytes(int(bit) for bit in mask)).hexdigest()
            if digest != call["sha256"]:
                sys.exit(f"{case['id']}, mask {number}: sha256 {digest}, NumPy's {call['sha256']}")
            compared += len(mask)
    print(f"{compared} elements are NumPy's; left out: {', '.join(left_out)}")


main()
