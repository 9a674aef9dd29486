#!/usr/bin/env python3
"""Masks beside the frameworks that draw them: bench_masks.py PATH_TO_MASK_SPEEDS [--page FILE]

Times both sides in turns on one thread and prints one table of ratios: theirs / ours, the median of
the turns. `mask` is the mask alone as bits; `fused` is mask, scale and store into floats that are
there already, against the same call of the framework. Philox has no framework; its peer is a copy
of the floats. A framework that is not installed is left out, and said so on stderr.
--page writes the table between <!-- speed --> and <!-- /speed --> of FILE.
"""
import os

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
if hasattr(os, "sched_setaffinity"):
    # XLA takes a second core in spite of its flags; here there is only one, for both sides.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import argparse
import importlib
import json
import pathlib
import platform
import statistics
import subprocess
import sys
import time

SIZES, RATES = (10**6, 10**7), (0.5, 0.1)
PEERS = {
    # dialect: (the peer's call, how many times as fast we mean to be, alone and fused)
    "torch": ("`F.dropout`", 4, 4),
    "numpy-legacy": ("`np.random.binomial`", 4, 4),
    "numpy": ("`default_rng().binomial`", 4, 4),
    "jax": ("jitted `jax.random.bernoulli`", 1, 1),
    "philox": ("copying the floats", None, 0.5),
}


def peer(dialect, count, rate):
    """A function that makes the peer's call once."""
    numpy = importlib.import_module("numpy")
    if dialect == "torch":
        torch = importlib.import_module("torch")
        torch.set_num_threads(1)
        values = torch.ones(count)
        # In place it needs no fresh pages for the result: the faster of its ways.
        return lambda: torch.nn.functional.dropout(values, rate, inplace=True)
    if dialect == "numpy-legacy":
        return lambda: numpy.random.binomial(1, 1 - rate, count)
    if dialect == "numpy":
        generator = numpy.random.default_rng(1)
        return lambda: generator.binomial(1, 1 - rate, count)
    if dialect == "jax":
        jax = importlib.import_module("jax")
        key = jax.random.key(1)
        draw = jax.jit(lambda key: jax.random.bernoulli(key, 1 - rate, (count,)))
        return lambda: draw(key).block_until_ready()
    values = numpy.ones(count, numpy.float32)
    copy = numpy.zeros_like(values)
    return lambda: numpy.copyto(copy, values)


def theirs(call, count):
    """Nanoseconds an element, the fastest of some calls after a first."""
    call()
    seconds = []
    for _ in range(5 if count > 10**6 else 20):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return min(seconds) / count * 1e9


def ours(path, dialect, count, rate):
    """Nanoseconds an element of the mask and of the whole layer."""
    command = [path, dialect, str(count), str(rate)]
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    return [json.loads(line)["ns"] for line in lines.splitlines()]


def row(path, dialect, count, rate, turns):
    """A line of the table, and our times."""
    call = peer(dialect, count, rate)
    times = []
    for _ in range(turns):
        times.append((theirs(call, count), *ours(path, dialect, count, rate)))
    best = [min(column) for column in zip(*times)]
    mask, fused = (statistics.median(t[0] / t[i] for t in times) for i in (1, 2))
    name, *targets = PEERS[dialect]
    cells = [f"`{dialect}`", name, f"{count:.0e}".replace("e+0", "e"), f"{rate}"]
    cells += [f"{value:.2f}" for value in best]
    for ratio, target in zip((mask, fused), targets):
        met = "" if target is None else " ✓" if ratio >= target else f" of {target}"
        cells.append(f"{ratio:.2f}{met}")
    return "| " + " | ".join(cells) + " |", best[1:]


def rate_ratios(rates):
    """How much longer a rate of 0.1 takes us than 0.5: 1 where the rate makes no difference."""
    parts = []
    for (dialect, count), times in rates.items():
        if len(times) == 2:
            mask, fused = (times[1][i] / times[0][i] for i in (0, 1))
            size = f"{count:.0e}".replace("e+0", "e")
            parts.append(f"`{dialect}` {size} {mask:.2f} and {fused:.2f}")
    return "Our time at rate 0.1 over that at 0.5, mask and fused: " + ", ".join(parts) + "."


def kinds(path):
    """Kinds of dropout on the same tensor, as a table: nanoseconds an element, mask, scale and store."""
    text = subprocess.run([path, "kind"], stdout=subprocess.PIPE, check=True, text=True).stdout
    rows = {}
    for line in map(json.loads, text.splitlines()):
        _, dialect, shape, kind = line["case"].split()
        rows.setdefault((dialect, shape), {})[kind] = line["ns"]
    names = list(next(iter(rows.values())))
    lines = ["| dialect | tensor | " + " | ".join(f"`{name}`" for name in names) + " |"]
    lines.append("|" + "---|" * (2 + len(names)))
    for (dialect, shape), times in rows.items():
        cells = [f"{times[name]:.2f}" + (" ✓" if times[name] <= times["dropout"] else "")
                 for name in names]
        lines.append(f"| `{dialect}` | {shape} | " + " | ".join(cells) + " |")
    return lines


def versions():
    found = []
    for name in ("torch", "numpy", "jax"):
        if name in sys.modules:
            found.append(f"{name} {sys.modules[name].__version__}")
    return ", ".join(found)


def processor():
    try:
        for line in open("/proc/cpuinfo"):
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mask_speeds")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--page", type=pathlib.Path)
    options = parser.parse_args()
    lines = [
        "| dialect | against | elements | rate | theirs, ns | mask, ns | fused, ns "
        "| mask, times as fast | fused, times as fast |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    print("\n".join(lines), flush=True)
    rates = {}
    for dialect in PEERS:
        for count in SIZES:
            for rate in RATES:
                try:
                    line, times = row(options.mask_speeds, dialect, count, rate, options.turns)
                except ImportError as error:
                    print(f"bench: left out {dialect}: {error}", file=sys.stderr)
                    continue
                lines.append(line)
                rates.setdefault((dialect, count), []).append(times)
                print(line, flush=True)
    lines += ["", f"{processor()}, one thread; {versions()}. ns are per element."]
    lines += ["", rate_ratios(rates)]
    lines += ["", "Kinds on one tensor at rate 0.2, mask, scale and store, ns an element; ✓ where it is no"
              " slower than dropout of single elements:", "", *kinds(options.mask_speeds)]
    print("\n".join(lines[lines.index(""):]))
    if options.page:
        text = options.page.read_text()
        before, rest = text.split("<!-- speed -->\n")
        after = rest.split("<!-- /speed -->")[1]
        table = "\n".join(lines)
        options.page.write_text(f"{before}<!-- speed -->\n{table}\n<!-- /speed -->{after}")


main()
