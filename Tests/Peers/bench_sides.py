#!/usr/bin/env python3
"""Two builds of Dropscope beside each other: bench_sides.py BASE NEW [--turns 7] [--megabytes 60]

Runs each command with both programs in turns, so that what else the machine does falls on both, and
prints the least time of each side in ms, and NEW / BASE of the least and of the median: of the time
that passed, and of the time of processors, which other work disturbs less. BASE writes the logs that
are read. --only WORD times the lines that hold the word. BASE beside itself tells the noise.
"""
import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time


def cases(folder, calls):
    """What is timed: its name and the arguments. `{out}` is a log that each run writes anew."""
    log, big, other = (str(folder / name) for name in ("log.jsonl", "big.jsonl", "other.jsonl"))
    mask = ["mask", "--rate", "0.1", "--shape", "10000000", "--seed", "1", "--format", "hex"]
    digits = ["run", "digits", "--seed", "3", "--calls", "2000"]
    return [
        ("start: --version", ["--version"]),
        ("frame digits --call 1", ["frame", "digits", "--call", "1"]),
        ("frame digits --call 228", ["frame", "digits", "--call", "228"]),
        ("run digits --calls 2000", digits),
        ("run digits --calls 2000 --log", digits + ["--log", "{out}"]),
        ("run module --calls 20000", ["run", "module", "--calls", "20000"]),
        *((f"mask --dialect {dialect}, 1e7", mask + ["--dialect", dialect])
          for dialect in ("philox", "torch", "numpy", "jax")),
        ("verify, 2000 calls", ["verify", log]),
        ("show --brief, 2000 calls", ["show", "--brief", log]),
        ("export --format csv, 2000 calls", ["export", log, "--format", "csv"]),
        ("diff, 2000 calls", ["diff", log, other]),
        ("frame --session, 2000 calls", ["frame", "--session", log, "--call", "1000"]),
        (f"index: frame --session, {os.path.getsize(big) / 1e6:.0f} MB",
         ["frame", "--session", big, "--call", str(calls)]),
    ]


def run(program, arguments, out=None):
    """The time that passed and the processor's time of the program, in seconds."""
    if out:
        out.unlink(missing_ok=True)
    command = [program, *(argument.replace("{out}", str(out)) for argument in arguments)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    passed = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # 1 is what `diff` says of two logs that differ.
    if done.returncode != (1 if arguments[0] == "diff" else 0):
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    used = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return {"wall": passed, "cpu": used}


def make_logs(program, folder, megabytes):
    """Writes the logs with one of the programs; how many calls the large one has."""
    digits = ["run", "digits", "--rate", "0.2", "--calls"]
    log = folder / "log.jsonl"
    run(program, digits + ["2000", "--seed", "3", "--log", str(log)])
    run(program, digits + ["2000", "--seed", "4", "--log", str(folder / "other.jsonl")])
    calls = max(1, int(megabytes * 1e6 / (log.stat().st_size / 2000)))
    run(program, digits + [str(calls), "--seed", "3", "--log", str(folder / "big.jsonl")])
    return calls


def compare(sides, arguments, out, turns):
    """The times of both sides; every other turn begins with the other one."""
    times = ([], [])
    for turn in range(turns + 1):
        for side in (0, 1) if turn % 2 == 0 else (1, 0):
            taken = run(sides[side], arguments, out)
            # The first turn fills caches.
            if turn > 0:
                times[side].append(taken)
    return times


def columns(times, what):
    """The least of each side in ms, and NEW / BASE of the least and of the median."""
    base, new = ([taken[what] * 1000 for taken in side] for side in times)
    median = statistics.median(new) / statistics.median(base)
    return f"{min(base):9.1f}{min(new):9.1f}{min(new) / min(base):8.3f}{median:8.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base")
    parser.add_argument("new")
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--megabytes", type=float, default=60, help="of the log that is indexed")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    sides = [os.path.abspath(path) for path in (options.base, options.new)]
    with tempfile.TemporaryDirectory(prefix="dropscope-sides-") as name:
        folder = pathlib.Path(name)
        calls = make_logs(sides[0], folder, options.megabytes)
        heads = ("base", "new", "least", "median")
        print(f"{f'ms, {options.turns} turns':36}  {'passed':34}  processors")
        print(f"{'':36}" + "".join(f"{h:>9}{n:>9}{l:>8}{m:>8}" for h, n, l, m in (heads, heads)))
        for title, arguments in cases(folder, calls):
            if options.only in title:
                times = compare(sides, arguments, folder / "out", options.turns)
                print(f"{title:36}{columns(times, 'wall')}{columns(times, 'cpu')}", flush=True)


main()
