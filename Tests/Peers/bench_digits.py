#!/usr/bin/env python3
"""Dropscope beside NumPy on the same training: bench_digits.py PATH_TO_DROPSCOPE [--calls 1800]

Runs `dropscope run digits --rate 0.2 --seed 3 --calls N`, digits_numpy.py and digits_numpy_tuned.py in
turns, three times each, and prints calls per second and the ratios of the medians. Dropscope is timed
from outside, its start included; NumPy's time is of the training alone, without the start of Python.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
RATE, SEED, TURNS = "0.2", "3", 3


def dropscope(path, calls):
    command = [path, "run", "digits", "--rate", RATE, "--seed", SEED, "--calls", str(calls)]
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    return calls / seconds


def numpy(script, calls):
    command = [sys.executable, str(HERE / script), "--rate", RATE, "--seed", SEED]
    done = subprocess.run(
        command + ["--calls", str(calls)], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)["calls_per_s"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dropscope")
    parser.add_argument("--calls", type=int, default=1800)
    options = parser.parse_args()
    speeds = {"dropscope": [], "numpy": [], "numpy, tuned": []}
    for _ in range(TURNS):
        speeds["dropscope"].append(dropscope(options.dropscope, options.calls))
        speeds["numpy"].append(numpy("digits_numpy.py", options.calls))
        speeds["numpy, tuned"].append(numpy("digits_numpy_tuned.py", options.calls))
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    print(f"digits, {options.calls} calls, medians of {TURNS} turns")
    for name, speed in medians.items():
        ratio = medians["dropscope"] / speed
        print(f"  {name:13} {speed:7.0f} calls/s   dropscope is {ratio:5.2f} times as fast")


main()
