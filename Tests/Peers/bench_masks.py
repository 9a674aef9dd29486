#!/usr/bin/env python3
"""Masks beside the frameworks that draw them: bench_masks.py PATH_TO_MASK_SPEEDS [--page FILE]

Times both sides in turns on one thread of one core and prints one table of ratios: theirs / ours, the
median of the turns, so that what else the machine does meets both. `mask` is the mask alone as bits;
`fused` is mask, scale and store into floats that are there already, against the same call of the
framework. Philox has no framework; its peer is a copy of the floats. A framework that is not
installed is left out, and said so on stderr. --page writes the table between <!-- speed --> and
<!-- /speed --> of FILE; --only takes some of the dialects, and then no page.
"""
import os

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
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
    "tensorflow": ("`tf.nn.dropout`", 4, 4),
    "keras-tensorflow": ("`keras.layers.Dropout`", 4, 4),
    "keras-jax": ("`keras.layers.Dropout`", 4, 4),
    "keras-numpy": ("`keras.layers.Dropout`", 4, 4),
    "keras-torch": ("`keras.layers.Dropout`", 4, 4),
    "torch-inductor": ("compiled `F.dropout`", 4, 4),
    "triton": ("`tl.rand`, interpreted", 4, 4),
    "mlx": ("`mlx.nn.Dropout`", 4, 4),
    "tinygrad": ("`Tensor.dropout`", 4, 4),
    "philox": ("copying the floats", None, 0.5),
}
PACKAGES = {"keras-tensorflow": ["keras", "tensorflow"], "keras-jax": ["keras", "jax"],
            "keras-numpy": ["keras", "numpy"], "keras-torch": ["keras", "torch"],
            "numpy-legacy": ["numpy"], "torch-inductor": ["torch"], "philox": ["numpy"]}


def torch_call(count, rate):
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    values = torch.ones(count)
    # In place it needs no fresh pages for the result: the faster of its ways.
    return lambda: torch.nn.functional.dropout(values, rate, inplace=True)


def legacy_call(count, rate):
    numpy = importlib.import_module("numpy")
    return lambda: numpy.random.binomial(1, 1 - rate, count)


def numpy_call(count, rate):
    generator = importlib.import_module("numpy").random.default_rng(1)
    return lambda: generator.binomial(1, 1 - rate, count)


def jax_call(count, rate):
    jax = importlib.import_module("jax")
    key = jax.random.key(1)
    draw = jax.jit(lambda key: jax.random.bernoulli(key, 1 - rate, (count,)))
    return lambda: draw(key).block_until_ready()


def tensorflow_call(count, rate):
    tensorflow = one_thread_tensorflow()
    values = tensorflow.ones(count)
    return lambda: tensorflow.nn.dropout(values, rate, seed=1)


def one_thread_tensorflow():
    tensorflow = importlib.import_module("tensorflow")
    try:
        tensorflow.config.threading.set_intra_op_parallelism_threads(1)
        tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    except RuntimeError:
        # It runs already, with what was set at first.
        pass
    return tensorflow


def keras_call(count, rate):
    backend = os.environ["KERAS_BACKEND"]
    if backend == "tensorflow":
        one_thread_tensorflow()
    if backend == "torch":
        importlib.import_module("torch").set_num_threads(1)
    keras = importlib.import_module("keras")
    layer = keras.layers.Dropout(rate, seed=1)
    values = keras.ops.ones((1, count))
    if backend == "jax":
        return lambda: layer(values, training=True).block_until_ready()
    return lambda: layer(values, training=True)


def inductor_call(count, rate):
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    torch._dynamo.reset()
    values = torch.ones(count)
    draw = torch.compile(lambda x: torch.nn.functional.dropout(x, rate), dynamic=False)
    return lambda: draw(values)


def triton_call(count, rate):
    """The tutorial's kernel in Triton's interpreter, which is what runs it on a processor: NumPy on
    blocks of the largest size that there is."""
    torch = importlib.import_module("torch")
    triton = importlib.import_module("triton")
    tl = importlib.import_module("triton.language")
    globals()["tl"] = tl

    @triton.jit
    def kernel(x, y, n, p, seed, block: tl.constexpr):
        offsets = tl.program_id(0) * block + tl.arange(0, block)
        mask = offsets < n
        values = tl.load(x + offsets, mask=mask)
        kept = tl.rand(seed, offsets) > p
        tl.store(y + offsets, tl.where(kept, values / (1 - p), 0.0), mask=mask)

    values = torch.ones(count)
    result = torch.empty_like(values)
    block = 1 << 17
    return lambda: kernel[(triton.cdiv(count, block),)](values, result, count, rate, 1, block=block)


def mlx_call(count, rate):
    mx = importlib.import_module("mlx.core")
    nn = importlib.import_module("mlx.nn")
    mx.set_default_device(mx.cpu)
    layer, values = nn.Dropout(rate), mx.ones((count,))
    mx.eval(values)
    return lambda: mx.eval(layer(values))


def tinygrad_call(count, rate):
    tinygrad = importlib.import_module("tinygrad")
    context = importlib.import_module("tinygrad.helpers").Context
    values = tinygrad.Tensor.ones(count).contiguous().realize()

    def draw():
        with context(TRAINING=1):
            values.dropout(rate).realize()
    return draw


def copy_call(count, rate):
    numpy = importlib.import_module("numpy")
    values = numpy.ones(count, numpy.float32)
    copy = numpy.zeros_like(values)
    return lambda: numpy.copyto(copy, values)


CALLS = {"torch": torch_call, "numpy-legacy": legacy_call, "numpy": numpy_call, "jax": jax_call,
         "tensorflow": tensorflow_call, "torch-inductor": inductor_call, "triton": triton_call,
         "mlx": mlx_call, "tinygrad": tinygrad_call, "philox": copy_call}


def theirs(call, count):
    """Nanoseconds an element, the fastest of some calls after a first; of slow ones of fewer."""
    call()
    seconds = []
    for _ in range(5 if count > 10**6 else 20):
        if sum(seconds) > 2:
            break
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return min(seconds) / count * 1e9


def serve(dialect):
    """Answers each line `COUNT RATE` with the nanoseconds an element of the peer's call."""
    for package in PACKAGES.get(dialect, [dialect]):
        importlib.import_module(package)
    calls = {}
    print(json.dumps(versions(dialect)), flush=True)
    for line in sys.stdin:
        count, rate = int(line.split()[0]), float(line.split()[1])
        if (count, rate) not in calls:
            calls.clear()
            calls[count, rate] = CALLS.get(dialect, keras_call)(count, rate)
        print(theirs(calls[count, rate], count), flush=True)


def versions(dialect):
    import importlib.metadata
    packages = PACKAGES.get(dialect, [dialect])
    return {name: importlib.metadata.version(name) for name in packages}


class Peer:
    """A framework in a process of its own: Keras has one backend a process, and threads that one
    framework starts are not there while another is timed."""

    def __init__(self, dialect):
        environment = dict(os.environ)
        if dialect.startswith("keras-"):
            environment["KERAS_BACKEND"] = dialect.removeprefix("keras-")
        if dialect == "triton":
            environment["TRITON_INTERPRET"] = "1"
        command = [sys.executable, __file__, "--serve", dialect]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=environment)
        first = self.process.stdout.readline()
        if not first:
            raise ImportError(self.process.stderr.read().strip().splitlines()[-1])
        self.versions = json.loads(first)

    def time(self, count, rate):
        print(count, rate, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(self.process.stderr.read().strip().splitlines()[-1])
        return float(line)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def ours(path, dialect, count, rate):
    """Nanoseconds an element of the mask and of the whole layer."""
    command = [path, dialect, str(count), str(rate)]
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    return [json.loads(line)["ns"] for line in lines.splitlines()]


def row(path, peer, dialect, count, rate, turns):
    """A line of the table, and our times."""
    times = []
    for _ in range(turns):
        times.append((peer.time(count, rate), *ours(path, dialect, count, rate)))
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


def processor():
    try:
        for line in open("/proc/cpuinfo"):
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def load():
    """Processes that wanted to run in the last minute, of so many processors."""
    return f"{os.getloadavg()[0]:.1f} of {os.cpu_count()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mask_speeds", nargs="?")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--page", type=pathlib.Path)
    parser.add_argument("--only", nargs="+", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--serve", choices=list(PEERS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        return serve(options.serve)
    if not options.mask_speeds:
        parser.error("the path to mask-speeds is missing")
    lines = [
        "| dialect | against | elements | rate | theirs, ns | mask, ns | fused, ns "
        "| mask, times as fast | fused, times as fast |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    print("\n".join(lines), flush=True)
    before, rates, found = load(), {}, {}
    for dialect in options.only:
        try:
            peer = Peer(dialect)
        except ImportError as error:
            print(f"bench: left out {dialect}: {error}", file=sys.stderr)
            continue
        found.update(peer.versions)
        for count in SIZES:
            for rate in RATES:
                line, times = row(
                    options.mask_speeds, peer, dialect, count, rate, options.turns)
                lines.append(line)
                rates.setdefault((dialect, count), []).append(times)
                print(line, flush=True)
        peer.end()
    packages = ", ".join(f"{name} {version}" for name, version in found.items())
    lines += ["", f"{processor()}, one thread; {packages}. ns are per element, the least of all turns.",
              f"Both sides were timed in {options.turns} turns, one after the other on one core, and the"
              " ratios are medians over", "the turns. The load of the machine was"
              f" {before} processors at first and {load()} at the end, this included."]
    lines += ["", rate_ratios(rates)]
    lines += ["", "Kinds on one tensor at rate 0.2, mask, scale and store, ns an element; ✓ where it is no"
              " slower than dropout of single elements:", "", *kinds(options.mask_speeds)]
    print("\n".join(lines[lines.index(""):]))
    if options.page and len(options.only) == len(PEERS):
        text = options.page.read_text()
        before, rest = text.split("<!-- speed -->\n")
        after = rest.split("<!-- /speed -->")[1]
        table = "\n".join(lines)
        options.page.write_text(f"{before}<!-- speed -->\n{table}\n<!-- /speed -->{after}")


main()
