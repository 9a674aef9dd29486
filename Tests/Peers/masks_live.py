#!/usr/bin/env python3
"""Random masks of the installed frameworks beside Dropscope's:
masks_live.py PATH_TO_DROPSCOPE [--framework numpy|torch|jax]... [--cases 200] [--seed 1]

Draws cases (seed, rates, shapes, layers, calls, operations) at random, has the framework and
`dropscope mask --plan` draw them, and compares every mask and the generator's state after. Frameworks
that were not named are left out where they are not installed, and with REQUIRE_PEERS=1 they are missing.
Exit 1 on any difference, and for what is missing.
"""
import argparse
import hashlib
import importlib.util
import json
import os
import random
import subprocess
import sys

from peers import left_out


def shapes(rnd, axes=None):
    while True:
        shape = [rnd.randint(1, 12) for _ in range(axes or rnd.choice([1, 1, 2, 2, 3, 4]))]
        if rnd.random() < 0.1:
            shape[0] = rnd.randint(100, 3000)
        if rnd.random() < 0.03:
            shape[-1] = 0
        size = 1
        for extent in shape:
            size *= extent
        if size <= 20_000:
            return shape


def rates(rnd):
    return rnd.choice([0.0, 1.0, 0.5, 0.2, 0.1, 0.9, rnd.random(), rnd.random(), rnd.random()])


def calls(rnd, operation, axes=lambda op: None):
    """Layers of fixed shape and rate, run through a few calls."""
    layers = []
    for _ in range(rnd.randint(1, 3)):
        op = operation(rnd)
        layers.append({"op": op, "rate": rates(rnd), "shape": shapes(rnd, axes(op))})
    return [dict(layer=index, call=call, **layer)
            for call in range(rnd.randint(1, 4)) for index, layer in enumerate(layers)]


class NumPy:
    name = "numpy"

    def __init__(self):
        import numpy
        self.np = numpy
        self.version = f"NumPy {numpy.__version__}"

    def case(self, rnd):
        if rnd.random() < 0.5:
            seed = rnd.choice([0, 1, 42, 2**32 - 1, rnd.randrange(2**32),
                               [rnd.randrange(2**32) for _ in range(rnd.randint(1, 700))]])
            ops = ["binomial", "binomial", "rand<keep"]
            return {"family": "numpy-legacy", "seed": seed,
                    "calls": calls(rnd, lambda r: r.choice(ops))}
        seed = rnd.choice([0, 42, rnd.randrange(2**32), rnd.randrange(2**200),
                           [rnd.randrange(2**70) for _ in range(rnd.randint(1, 6))]])
        ops = ["binomial", "binomial", "random<keep", "random32<keep"]
        return {"family": "numpy", "seed": seed, "calls": calls(rnd, lambda r: r.choice(ops))}

    def draw(self, case):
        np = self.np
        if case["family"] == "numpy-legacy":
            state = np.random.RandomState(case["seed"])
            masks = [self.legacy(state, call) for call in case["calls"]]
            words = state.randint(0, 2**32, size=4, dtype=np.uint32)
            return masks, {"next_u32": [int(word) for word in words]}
        rng = np.random.default_rng(case["seed"])
        masks = [self.modern(rng, call) for call in case["calls"]]
        return masks, {"next_u64": [str(int(word)) for word in rng.bit_generator.random_raw(2)]}

    def legacy(self, state, call):
        keep = 1 - call["rate"]
        if call["op"] == "binomial":
            return state.binomial(1, keep, call["shape"]).ravel()
        return (state.rand(*call["shape"]) < keep).ravel()

    def modern(self, rng, call):
        keep = 1 - call["rate"]
        if call["op"] == "binomial":
            return rng.binomial(1, keep, call["shape"]).ravel()
        if call["op"] == "random<keep":
            return (rng.random(call["shape"]) < keep).ravel()
        return (rng.random(call["shape"], dtype=self.np.float32) < self.np.float32(keep)).ravel()


class Torch:
    name = "torch"
    axes = {"dropout1d": (2, 3), "dropout2d": (3, 4), "dropout3d": (4, 5),
            "feature-alpha": (2, 3, 4), "dropout-transposed": (2, 3)}

    def __init__(self):
        import platform
        import torch
        self.torch = torch
        major, minor = (int(part) for part in torch.__version__.split(".")[:2])
        intel = platform.machine() in ("x86_64", "AMD64") and torch.backends.mkl.is_available()
        self.family = "torch-mkl" if intel and (2, 0) <= (major, minor) < (2, 7) else "torch"
        self.version = f"PyTorch {torch.__version__} as {self.family}"

    def case(self, rnd):
        seed = rnd.choice([0, 1, 42, 123, -1, rnd.randrange(2**32), rnd.randrange(-2**63, 2**64)])
        ops = ["dropout"] * 4 + ["dropout-eval", "dropout1d", "dropout2d", "dropout3d", "alpha",
                                 "feature-alpha", "native", "rand>rate", "rand<keep",
                                 "bernoulli(tensor)", "dropout-transposed"]
        axes = lambda op: rnd.choice(self.axes[op]) if op in self.axes else None
        case = {"family": self.family, "seed": seed,
                "calls": calls(rnd, lambda r: r.choice(ops), axes)}
        for call in case["calls"]:
            if call["op"] == "dropout":
                call["dtype"] = rnd.choice(["float32", "float32", "float64", "bfloat16"])
        if rnd.random() < 0.2:
            case["skip_words"] = rnd.randint(1, 5000)
        return case

    def draw(self, case):
        torch = self.torch
        torch.manual_seed(case["seed"])
        if "skip_words" in case:
            torch.rand(case["skip_words"])
        masks = [self.mask(call).flatten().tolist() for call in case["calls"]]
        return masks, {"next_u31": torch.empty(4, dtype=torch.int32).random_().tolist()}

    def mask(self, call):
        torch, nn = self.torch, self.torch.nn
        op, rate, shape = call["op"], call["rate"], call["shape"]
        x = torch.ones(shape, dtype=getattr(torch, call.get("dtype", "float32")))
        if op == "dropout":
            layer = nn.Dropout(rate, inplace=call["call"] % 2 == 1)
            return layer(x) != 0
        if op == "dropout-eval":
            return nn.Dropout(rate).eval()(x) != 0
        if op in ("dropout1d", "dropout2d", "dropout3d"):
            return getattr(nn.functional, op)(x, rate) != 0
        if op == "alpha":
            # rate 1 multiplies by 0; else dropped elements are negative and kept ones positive.
            return nn.functional.alpha_dropout(x, rate, training=True) > 0
        if op == "feature-alpha":
            return nn.functional.feature_alpha_dropout(x, rate, training=True) > 0
        if op == "native":
            return torch.native_dropout(x, rate, True)[1]
        if op == "rand>rate":
            return torch.rand(shape) > rate
        if op == "rand<keep":
            return torch.rand(shape) < 1 - rate
        if op == "bernoulli(tensor)":
            return torch.bernoulli(torch.full(shape, 1 - rate)) != 0
        axes = list(reversed(range(len(shape))))
        return nn.functional.dropout(torch.ones(shape[::-1]).permute(axes), rate) != 0


class JAX:
    name = "jax"

    def __init__(self):
        import jax
        self.jax = jax
        self.version = f"JAX {jax.__version__}"
        self.schedules = ["raw", "split-chain", "split-n", "fold-step"]
        if importlib.util.find_spec("flax"):
            self.schedules += ["linen", "nnx"]
        else:
            left_out("Flax's masks, since flax is not installed")
        if importlib.util.find_spec("keras"):
            os.environ.setdefault("KERAS_BACKEND", "jax")
            self.schedules.append("keras")
        else:
            left_out("Keras's masks, since keras is not installed")

    def case(self, rnd):
        case = {"family": "jax", "seed": rnd.choice([0, 42, -1, rnd.randrange(-2**63, 2**63)]),
                "schedule": rnd.choice(self.schedules), "partitionable": rnd.random() < 0.7,
                "calls": calls(rnd, lambda r: None)}
        if case["schedule"] == "keras":
            case["seed"] = rnd.randrange(2**31)
        # Flax and Keras have their say in what is computed in 64 bits.
        case["x64"] = case["schedule"] not in ("linen", "nnx", "keras") and rnd.random() < 0.3
        for call in case["calls"]:
            del call["op"]
            # Few shapes and rates: each is compiled anew.
            call["shape"] = [rnd.choice([1, 17, 40])] + [rnd.choice([3, 8])] * rnd.randint(0, 1)
        first = {call["layer"]: call["shape"] for call in reversed(case["calls"])}
        for call in case["calls"]:
            call["shape"] = first[call["layer"]]
        return case

    def draw(self, case):
        jax = self.jax
        jax.config.update("jax_threefry_partitionable", case["partitionable"])
        jax.config.update("jax_enable_x64", case["x64"])
        masks = getattr(self, case["schedule"].replace("-", "_"))(case)
        words = jax.random.key_data(jax.random.key(case["seed"])).tolist()
        return masks, {"key": "".join(f"{word:08x}" for word in words)}

    def bernoulli(self, key, call):
        if call["rate"] in (0, 1):
            return [1 - int(call["rate"])] * self.count(call)
        return self.jax.random.bernoulli(key, 1 - call["rate"], call["shape"]).ravel().tolist()

    @staticmethod
    def count(call):
        size = 1
        for extent in call["shape"]:
            size *= extent
        return size

    def raw(self, case):
        key = self.jax.random.key(case["seed"])
        return [self.bernoulli(key, call) for call in case["calls"]]

    def split_chain(self, case):
        key = self.jax.random.key(case["seed"])
        masks = []
        for call in case["calls"]:
            if call["rate"] in (0, 1):
                masks.append(self.bernoulli(key, call))
                continue
            key, sub = self.jax.random.split(key)
            masks.append(self.bernoulli(sub, call))
        return masks

    def split_n(self, case):
        keys = iter(self.jax.random.split(self.jax.random.key(case["seed"]), len(case["calls"])))
        return [self.bernoulli(None if call["rate"] in (0, 1) else next(keys), call)
                for call in case["calls"]]

    def fold_step(self, case):
        key = self.jax.random.key(case["seed"])
        return [self.bernoulli(self.jax.random.fold_in(key, call["call"]), call)
                for call in case["calls"]]

    def linen(self, case):
        import flax.linen as nn
        jnp = self.jax.numpy

        class Net(nn.Module):
            rates: tuple

            @nn.compact
            def __call__(self, inputs):
                return [nn.Dropout(rate, deterministic=False)(x)
                        for rate, x in zip(self.rates, inputs)]

        key, masks = self.jax.random.key(case["seed"]), []
        for step in range(1 + max(call["call"] for call in case["calls"])):
            now = [call for call in case["calls"] if call["call"] == step]
            net = Net(tuple(call["rate"] for call in now))
            rngs = {"dropout": self.jax.random.fold_in(key, step)}
            outputs = net.apply({}, [jnp.ones(call["shape"]) for call in now], rngs=rngs)
            masks += [(y != 0).ravel().tolist() for y in outputs]
        return masks

    def nnx(self, case):
        from flax import nnx
        jnp = self.jax.numpy
        rngs, layers = nnx.Rngs(case["seed"]), {}
        for call in case["calls"]:
            if call["layer"] not in layers:
                layers[call["layer"]] = nnx.Dropout(call["rate"], rngs=rngs)
        return [(layers[call["layer"]](jnp.ones(call["shape"])) != 0).ravel().tolist()
                for call in case["calls"]]

    def keras(self, case):
        import keras
        layers = {}
        for call in case["calls"]:
            if call["layer"] not in layers:
                seed = case["seed"] + call["layer"]
                layers[call["layer"]] = keras.layers.Dropout(call["rate"], seed=seed)
        return [(layers[call["layer"]](self.jax.numpy.ones(call["shape"]), training=True) != 0)
                .ravel().tolist() for call in case["calls"]]


def ours(path, cases):
    plan = json.dumps({"cases": cases}).encode()
    done = subprocess.run([path, "mask", "--plan", "-"], input=plan, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"dropscope mask ended with {done.returncode}: {done.stderr.decode()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def differences(case, masks, after, lines):
    """What is not the same, as sentences."""
    for call, mask, line in zip(case["calls"], masks, lines):
        bits = bytes(int(bit) for bit in mask)
        if line["ones"] != sum(bits) or line["sha256"] != hashlib.sha256(bits).hexdigest():
            yield f"{json.dumps(call)} of {json.dumps({**case, 'calls': []})[:200]}"
    if lines[-1]["after"] != after:
        yield f"state after {json.dumps(case)[:400]}: {lines[-1]['after']}, the framework's {after}"


def compare(path, framework, count, seed):
    rnd = random.Random(f"{seed} {framework.name}")
    cases = [dict(id=str(number), **framework.case(rnd)) for number in range(count)]
    lines, elements, wrong = iter(ours(path, cases)), 0, []
    for case in cases:
        masks, after = framework.draw(case)
        elements += sum(len(mask) for mask in masks)
        wrong += differences(case, masks, after, [next(lines) for _ in case["calls"]])
    masks = sum(len(case["calls"]) for case in cases)
    print(f"{framework.version}: {count} cases, {masks} masks, {elements} elements, "
          f"{len(wrong)} differences")
    for sentence in wrong[:5]:
        print("  " + sentence, file=sys.stderr)
    return not wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path")
    parser.add_argument("--framework", action="append", choices=["numpy", "torch", "jax"])
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    same = True
    for kind in (NumPy, Torch, JAX):
        if options.framework and kind.name not in options.framework:
            continue
        if not options.framework and importlib.util.find_spec(kind.name) is None:
            left_out(f"the live masks of {kind.name}, since it is not installed")
            continue
        same = compare(options.path, kind(), options.cases, options.seed) and same
    sys.exit(0 if same else 1)


main()
