#!/usr/bin/env python3
"""Compares `dropscope run` with NumPy, call by call: article_check.py PATH_TO_DROPSCOPE

Makes weights and inputs, runs the article's network in all four pairs of mode and phase and deeper
networks on batches, and compares every bit of every mask with numpy.random.binomial, every stage's
mean, sd, min and max to 1e-5, and counts and histograms exactly. Exit 1 on the first difference.
"""
import itertools
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy as np

CALLS = 3
# Activations are float32 on both sides, but products are summed in another order: a relative 1e-5
# for moments, and a bin's edge may lie between two roundings of one value.
TOLERANCE = 1e-5


class Difference(Exception):
    """What differs, and where."""


def save_safetensors(path, tensors):
    """The format in one function: header length, JSON header, data (huggingface/safetensors)."""
    header, data = {}, b""
    for name, array in tensors.items():
        packed = np.ascontiguousarray(array, "<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(array.shape),
                        "data_offsets": [len(data), len(data) + len(packed)]}
        data += packed
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def run(dropscope, preset, folder, options):
    """Runs without a screen and returns the log's calls."""
    log = folder / "a.jsonl"
    command = [dropscope, "run"] + preset + [
        "--weights", str(folder / "w.safetensors"), "--input", str(folder / "x.npy"),
        "--dialect", "numpy-legacy", "--calls", str(CALLS), "--log", str(log)] + options
    log.unlink(missing_ok=True)
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Difference(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    records = [json.loads(line) for line in log.read_text().splitlines()]
    calls = [record for record in records if record["t"] == "call"]
    expect([call["n"] for call in calls], list(range(1, CALLS + 1)), "numbers of the calls")
    return calls


def expect(have, want, what):
    if have != want:
        raise Difference(f"{what}: dropscope has {have}, NumPy {want}")


def check_mask(layer, mask, size, where):
    if mask is None:
        expect(layer["mask"], None, f"{where}, mask where nothing is drawn")
        expect(layer["kept"], size, f"{where}, kept")
        return
    packed = np.frombuffer(bytes.fromhex(layer["mask"]), np.uint8)
    expect(len(packed), -(-size // 8), f"{where}, bytes of the mask")
    bits = np.unpackbits(packed)
    different = np.flatnonzero(bits[:size] != mask.ravel())
    if different.size:
        raise Difference(f"{where}: mask differs first at element {different[0]}")
    expect(int(bits[size:].sum()), 0, f"{where}, padding of the mask")
    expect(layer["kept"], int(mask.sum()), f"{where}, kept")


def check_stage(stage, values, where):
    values = values.ravel().astype(np.float64)
    scale = max(float(np.abs(values).max()), 1e-30)
    want = {"mean": values.mean(), "sd": values.std(), "min": values.min(), "max": values.max()}
    for name, number in want.items():
        if not abs(stage[name] - number) <= TOLERANCE * scale:
            raise Difference(f"{where}, {name}: dropscope has {stage[name]}, NumPy {number}")
    for name in ("nan", "inf", "below", "above"):
        expect(stage[name], 0, f"{where}, {name}")
    expect(stage["zeros"], int((values == 0).sum()), f"{where}, zeros")
    check_bins(stage, values, scale, where)


def check_bins(stage, values, scale, where):
    low, high, count = stage["lo"], stage["hi"], len(stage["bins"])
    expect(count, 64, f"{where}, number of bins")
    expect(sum(stage["bins"]), values.size, f"{where}, elements in bins")
    want = np.histogram(values, count, (low, high))[0].tolist()
    if stage["bins"] == want:
        return
    # Values within rounding of an edge may stand on either side of it; nothing else may move.
    edges = np.linspace(low, high, count + 1)
    distance = np.abs(values[:, None] - edges[None, 1:-1])
    loose = (distance < TOLERANCE * scale) & (values[:, None] != 0)
    for index, edge in enumerate(edges[1:-1], 1):
        moved = sum(stage["bins"][:index]) - sum(want[:index])
        if abs(moved) > int(loose[:, index - 1].sum()):
            raise Difference(f"{where}: {moved} elements stand below {edge} that should not, "
                             f"or the other way: {stage['bins']}, NumPy {want}")


def factor(mode, phase, rate):
    if phase == "train":
        return np.float32(1) / np.float32(1 - rate) if mode == "inverted" else np.float32(1)
    return np.float32(1 - rate) if mode == "vanilla" else np.float32(1)


def check(calls, x, layers, settings):
    """Computes each call as the article does and compares. `layers`: (w, b) with dropout behind."""
    seed, rate, mode, phase = settings
    np.random.seed(seed)
    scale = factor(mode, phase, rate)
    for call in calls:
        expect((call["mode"], call["phase"]), (mode, phase), "mode and phase")
        expect(len(call["layers"]), len(layers), "number of dropout layers")
        signal = x
        for index, ((w, b), layer) in enumerate(zip(layers, call["layers"])):
            where = f"{settings}, call {call['n']}, layer {index + 1}"
            before = np.maximum(signal @ w.T + b, 0).astype(np.float32)
            mask = None
            if phase == "train":
                mask = np.random.binomial(1, 1 - rate, before.shape)
            masked = before if mask is None else before * mask.astype(np.float32)
            signal = masked * scale
            expect(layer["rate"], rate, f"{where}, rate")
            if not abs(layer["scale"] - float(scale)) <= 1e-6 * float(scale):
                raise Difference(f"{where}, scale: {layer['scale']}, NumPy {scale}")
            check_mask(layer, mask, before.size, where)
            for name, stage in (("before", before), ("masked", masked), ("after", signal)):
                check_stage(layer[name], stage, f"{where}, {name}")


def random_layers(rng, widths):
    return [(rng.normal(0, 1 / np.sqrt(inputs), (units, inputs)).astype(np.float32),
             rng.normal(0, 0.5, units).astype(np.float32))
            for inputs, units in zip(widths, widths[1:])]


def check_article(dropscope, folder):
    """The two-layer network, weights named w1, b1, w2, b2, on one vector or a column."""
    runs = 0
    sizes = [(4, 6, 3), (64, 128, 64), (1, 1, 1), (10, 65, 129)]
    for (seed, rate), widths in itertools.product(
            [(0, 0.3), (42, 0.5), (7, 0.1), (4294967295, 0.9)], sizes):
        rng = np.random.default_rng([seed, *widths])
        layers = random_layers(rng, widths)
        (w1, b1), (w2, b2) = layers
        save_safetensors(folder / "w.safetensors", {"w1": w1, "b1": b1, "w2": w2, "b2": b2})
        x = rng.normal(size=widths[0]).astype(np.float32)
        np.save(folder / "x.npy", x[:, None] if seed == 7 else x)
        for mode, phase in itertools.product(("vanilla", "inverted"), ("train", "eval")):
            options = ["--seed", str(seed), "--rate", str(rate), "--mode", mode, "--phase", phase]
            calls = run(dropscope, ["article"], folder, options)
            check(calls, x, layers, (seed, rate, mode, phase))
            runs += 1
    return runs


def check_state_dict(dropscope, folder):
    """A state_dict of Sequential(Linear, ReLU, Dropout, …): 0.weight, 3.weight, … on a batch."""
    runs = 0
    for seed, rate, widths, rows in [
            (1, 0.3, (64, 128, 64, 10), 32), (2, 0.5, (5, 9, 3), 7), (3, 0.1, (8, 8, 8, 8, 4), 1)]:
        for step in (2, 3):
            rng = np.random.default_rng([seed, step])
            layers = random_layers(rng, widths)
            tensors = {}
            for index, (w, b) in enumerate(layers):
                tensors[f"{step * index}.weight"], tensors[f"{step * index}.bias"] = w, b
            save_safetensors(folder / "w.safetensors", tensors)
            x = rng.normal(size=(rows, widths[0])).astype(np.float32)
            np.save(folder / "x.npy", x)
            for mode, phase in itertools.product(("vanilla", "inverted"), ("train", "eval")):
                options = ["--seed", str(seed), "--rate", str(rate), "--mode", mode,
                           "--phase", phase]
                calls = run(dropscope, [], folder, options)
                # The last layer is the output: no dropout behind it.
                check(calls, x, layers[:-1], (seed, rate, mode, phase))
                runs += 1
    return runs


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        try:
            runs = check_article(sys.argv[1], pathlib.Path(folder))
            runs += check_state_dict(sys.argv[1], pathlib.Path(folder))
        except Difference as difference:
            print(f"article_check: {difference}", file=sys.stderr)
            sys.exit(1)
    print(f"{runs} runs of {CALLS} calls are NumPy's: masks bit for bit, stages to {TOLERANCE}")


if __name__ == "__main__":
    main()
