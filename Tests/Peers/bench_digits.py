#!/usr/bin/env python3
"""Dropscope beside NumPy on the same training: bench_digits.py PATH_TO_DROPSCOPE [--calls 1800]

Runs `dropscope run digits --rate 0.2 --seed 3 --calls N` and digits_numpy.py in turns, three times
each, and prints calls per second and the ratio of the medians. Dropscope is timed from outside,
its start included; NumPy's time is of the training alone, without the start of Python.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

PEER = pathlib.Path(__file__).with_name("digits_numpy.py")
RATE, SEED, TURNS = "0.2", "3", 3


def dropscope(path, calls):
    command = [path, "run", "digits", "--rate", RATE, "--seed", SEED, "--calls", str(calls)]
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    return calls / seconds


def numpy(calls):
    command = [sys.executable, str(PEER), "--rate", RATE, "--seed", SEED, "--calls", str(calls)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)["calls_per_s"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dropscope")
    parser.add_argument("--calls", type=int, default=1800)
    options = parser.parse_args()
    ours, theirs = [], []
    for turn in range(1, TURNS + 1):
        ours.append(dropscope(options.dropscope, options.calls))
        theirs.append(numpy(options.calls))
        print(f"turn {turn}: dropscope {ours[-1]:7.0f} calls/s   numpy {theirs[-1]:7.0f} calls/s")
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"median: dropscope {a:7.0f} calls/s   numpy {b:7.0f} calls/s   ratio {a / b:.2f}")


main()
