#!/usr/bin/env python3
"""Compares `dropscope mask --plan` with golden masks, answers removed: golden_masks.py PATH_TO_DROPSCOPE

Reads the files of Tests/DropoutEngineTests/Golden, or those named after the path. Exit 1 on any
difference.
"""
import json
import pathlib
import subprocess
import sys

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "DropoutEngineTests/Golden"
FAMILIES = ["numpy-legacy", "numpy", "torch", "torch-generic", "torch-mkl", "torch-cuda", "jax",
            "keras-torch", "keras-jax", "keras-numpy", "torch-inductor",
            "torch-inductor-2.11", "triton", "tensorflow", "keras-tensorflow", "mlx", "tinygrad",
            "torch-cuda-rand", "h100/torch-cuda",
            "h100/torch-cuda-rand", "h100/jax", "h100/triton",
            "h100/torch-inductor-cuda", "h100/flash-attention", "h100/mem-efficient-attention"]
ANSWERS = {"count", "ones", "sha256", "mask", "mask_head", "mask_tail", "output_f32_hex",
           "output_f64_hex"}
OTHERS = {"key", "offset_before", "offset_after"}


def question(case):
    """A case without what is to be found out."""
    calls = [{name: value for name, value in call.items() if name not in ANSWERS | OTHERS}
             for call in case["calls"]]
    return {**{name: value for name, value in case.items() if name != "after"}, "calls": calls}


def compare(path, file):
    golden = json.loads(file.read_text())
    plan = {"family": golden["family"], "cases": [question(case) for case in golden["cases"]]}
    done = subprocess.run([path, "mask", "--plan", "-"], input=json.dumps(plan),
                          capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{file.name}: dropscope ended with {done.returncode}: {done.stderr}")
    lines = iter([json.loads(line) for line in done.stdout.splitlines()])
    for case in golden["cases"]:
        for number, call in enumerate(case["calls"]):
            line = next(lines)
            expected = {name: call[name] for name in ANSWERS & call.keys()}
            expected.update(id=case["id"], layer=call["layer"], call=call["call"])
            if number + 1 == len(case["calls"]) and case["after"]:
                expected["after"] = case["after"]
            if line != expected:
                sys.exit(f"{file.name}, {case['id']}, mask {number}: {line}, expected {expected}")
    if next(lines, None) is not None:
        sys.exit(f"{file.name}: more lines than calls")
    return (sum(len(case["calls"]) for case in golden["cases"]),
            sum(call["count"] for case in golden["cases"] for call in case["calls"]))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    files = [pathlib.Path(name) for name in sys.argv[2:]]
    files = files or [GOLDEN / f"{family}.json" for family in FAMILIES]
    totals = [compare(sys.argv[1], file) for file in files]
    masks, elements = (sum(column) for column in zip(*totals))
    print(f"{masks} golden masks, {elements} elements, 0 differences")


main()
