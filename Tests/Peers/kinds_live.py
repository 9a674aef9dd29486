#!/usr/bin/env python3
"""Random layers of PyTorch, timm and torchvision beside Dropscope's kinds of dropout:
kinds_live.py PATH_TO_DROPSCOPE [--cases 200] [--seed 1]

Draws cases (kind, seed, rate, shape, calls) at random, has the library and `dropscope mask --plan` run
them forward and back, and compares outputs, gradients and the generator's state after, bit for bit;
factors and attention to 3e-6. timm and torchvision are compared where they are installed. Exit 1 on
any difference, and with REQUIRE_PEERS=1 for a missing PyTorch.
"""
import argparse
import hashlib
import importlib.util
import json
import random
import struct
import subprocess
import sys

from peers import left_out

RULES = {"x": (37, 11, 101, 50, 16), "dy": (53, 7, 97, 48, 32), "k": (41, 13, 89, 44, 32),
         "v": (23, 2, 71, 35, 32), "w": (29, 5, 83, 41, 64), "bias": (17, 3, 31, 15, 32)}


def rule(torch, name, shape):
    a, b, m, c, d = RULES[name]
    count = 1
    for extent in shape:
        count *= extent
    index = torch.arange(count, dtype=torch.int64)
    return (((a * index + b) % m - c).to(torch.float32) / d).reshape(shape)


def rates(rnd):
    return rnd.choice([0.0, 1.0, 0.5, 0.2, 0.1, 0.9, rnd.random(), rnd.random(), rnd.random()])


def shape(rnd, axes):
    while True:
        extents = [rnd.randint(1, 9) for _ in range(rnd.choice(axes))]
        if rnd.random() < 0.1:
            extents[0] = rnd.randint(20, 200)
        size = 1
        for extent in extents:
            size *= extent
        if size <= 20_000:
            return extents


class Layers:
    """What is compared: for each kind a case at random, and the layer that runs it."""

    def __init__(self, torch):
        self.torch = torch
        self.kinds = {
            "dropout": [1, 2, 3, 4], "dropout1d": [2, 3], "dropout2d": [2, 3, 4],
            "dropout3d": [4, 5], "alpha": [1, 2, 3], "feature_alpha": [2, 3, 4, 5],
            "vanilla": [1, 2, 3, 4], "normal": [1, 2, 3], "fastai.WeightDropout": [3],
            "fastai.EmbeddingDropout": [2], "sdpa": [5]}
        self.timm = self.vision = None
        if importlib.util.find_spec("timm"):
            import timm.layers
            self.timm = timm.layers
            self.kinds.update({"timm.DropPath": [1, 2, 3, 4], "timm.drop_block_2d": [4]})
        if importlib.util.find_spec("torchvision"):
            import torchvision.ops
            self.vision = torchvision.ops
            self.kinds.update({"torchvision.StochasticDepth": [1, 2, 3, 4],
                               "torchvision.drop_block2d": [4]})

    def case(self, rnd, op, number):
        case = {"id": str(number), "op": op, "seed": str(rnd.randrange(2**63)),
                "rate": rates(rnd), "shape": shape(rnd, self.kinds[op]),
                "phase": rnd.choice(["train"] * 4 + ["eval"]),
                "calls": [{}] * rnd.randint(1, 3)}
        if op == "vanilla":
            axes = range(len(case["shape"]))
            case["noise_axes"] = sorted(rnd.sample(axes, rnd.randint(0, len(case["shape"]))))
        if op == "normal":
            case["rate"] = rnd.choice([0.0, 0.1, 0.5, 0.9, rnd.random() * 0.95])
        if op == "fastai.EmbeddingDropout":
            # The last row learns nothing in fastai; ours is asked as PyTorch's own embedding.
            case["op"] = "vanilla-rows"
            case["words"] = [rnd.randrange(case["shape"][0]) for _ in range(rnd.randint(1, 12))]
        if op == "sdpa":
            case["shape"] = [rnd.randint(1, 3), rnd.randint(1, 3), rnd.randint(1, 6),
                             rnd.randint(1, 6), rnd.randint(1, 8)]
            case["causal"] = rnd.random() < 0.3
            if case["causal"]:
                case["shape"][3] = case["shape"][2]
        if op.startswith(("timm.drop_block", "torchvision.drop_block")):
            case["shape"] = [rnd.randint(1, 4), rnd.randint(1, 4), rnd.randint(3, 12),
                             rnd.randint(3, 12)]
            case["block"] = rnd.choice([1, 3]) if "vision" in op else rnd.randint(1, 9)
            case["rate"] = rnd.random() * 0.9 + 0.05
            case["phase"] = "train"
            if op.startswith("timm"):
                case["couple_channels"] = rnd.random() < 0.5
        if op == "torchvision.StochasticDepth":
            case["mode"] = rnd.choice(["row", "batch"])
        return case

    METHODS = {"sdpa": "attention", "fastai.WeightDropout": "weights", "vanilla-rows": "rows",
               "normal": "normal"}

    def forward(self, case, x):
        functional = self.torch.nn.functional
        op, p, training = case["op"], case["rate"], case["phase"] == "train"
        if op == "dropout":
            return functional.dropout(x, p, training)
        if op in ("dropout1d", "dropout2d", "dropout3d"):
            return getattr(functional, op)(x, p, training)
        if op == "alpha":
            return functional.alpha_dropout(x, p, training)
        if op == "feature_alpha":
            return functional.feature_alpha_dropout(x, p, training)
        if op == "vanilla":
            if not training:
                return x * self.torch.tensor(1 - p)
            noise = [extent if axis in case["noise_axes"] else 1
                     for axis, extent in enumerate(case["shape"])]
            return x * x.new_empty(noise).bernoulli_(1 - p) if p > 0 else x
        if op == "timm.DropPath":
            return self.timm.DropPath(p).train(training)(x)
        if op == "timm.drop_block_2d":
            return self.timm.drop_block_2d(
                x, p, case["block"], couple_channels=case["couple_channels"])
        if op == "torchvision.StochasticDepth":
            return self.vision.stochastic_depth(x, p, case["mode"], training)
        return self.vision.drop_block2d(x, p, case["block"], training=training)

    def activation(self, case):
        x = rule(self.torch, "x", case["shape"]).requires_grad_()
        y = self.forward(case, x)
        y.backward(rule(self.torch, "dy", case["shape"]))
        return {"y": y, "dx": x.grad}

    def normal(self, case):
        x, dy = (rule(self.torch, name, case["shape"]) for name in ("x", "dy"))
        p = case["rate"]
        if p == 0 or case["phase"] == "eval":
            return {"y": x, "dx": dy}
        factors = self.torch.normal(1.0, (p / (1 - p)) ** 0.5, case["shape"])
        return {"factors": factors, "y": x * factors, "dx": dy * factors}

    def weights(self, case):
        functional = self.torch.nn.functional
        rows, inputs, units = case["shape"]
        x = rule(self.torch, "x", [rows, inputs]).requires_grad_()
        w = rule(self.torch, "w", [units, inputs]).requires_grad_()
        bias = rule(self.torch, "bias", [units]).requires_grad_()
        dropped = functional.dropout(w, case["rate"], case["phase"] == "train")
        y = functional.linear(x, dropped, bias)
        y.backward(rule(self.torch, "dy", [rows, units]))
        return {"y": y, "dx": x.grad, "dw": w.grad, "dbias": bias.grad}

    def rows(self, case):
        w = rule(self.torch, "w", case["shape"]).requires_grad_()
        p = case["rate"]
        table = w
        if case["phase"] == "eval":
            table = w * self.torch.tensor(1 - p)
        elif p > 0:
            table = w * w.new_empty((case["shape"][0], 1)).bernoulli_(1 - p)
        words = self.torch.tensor(case["words"])
        y = self.torch.nn.functional.embedding(words, table)
        y.backward(rule(self.torch, "dy", list(y.shape)))
        return {"y": y, "dw": w.grad}

    def attention(self, case):
        n, h, queries, keys, depth = case["shape"]
        q = (rule(self.torch, "x", [n, h, queries, depth]) / 4).requires_grad_()
        k = rule(self.torch, "k", [n, h, keys, depth]).requires_grad_()
        v = rule(self.torch, "v", [n, h, keys, depth]).requires_grad_()
        y = self.torch.nn.functional.scaled_dot_product_attention(
            q, k, v, dropout_p=case["rate"], is_causal=case["causal"])
        y.backward(rule(self.torch, "dy", [n, h, queries, depth]))
        return {"y": y, "dq": q.grad, "dk": k.grad, "dv": v.grad}


def bits(tensor):
    data = tensor.detach().contiguous().flatten().tolist()
    return b"".join(b"\x7f\xc0\0\0" if value != value else struct.pack(">f", value)
                    for value in data)


INEXACT = {"normal", "sdpa", "fastai.WeightDropout"}


def differs(case, name, tensor, line, scale):
    whole = bits(tensor)
    size = len(whole) // 4
    key = f"{name}_f32"
    if case["op"] not in INEXACT:
        if size <= 600:
            return line.get(key) != whole.hex()
        return line.get(f"{key}_sha256") != hashlib.sha256(whole).hexdigest()
    if size <= 600:
        given, expected = line.get(key), whole
    else:
        given, expected = line.get(f"{key}_head"), whole[:256]
    if given is None or len(given) != 2 * len(expected):
        return True
    count = len(expected) // 4
    ours = struct.unpack(f">{count}f", bytes.fromhex(given))
    theirs = struct.unpack(f">{count}f", expected)
    return any(abs(a - b) > 3e-6 * scale for a, b in zip(ours, theirs))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dropscope")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not importlib.util.find_spec("torch"):
        left_out("the kinds of dropout of PyTorch, which is not installed")
        return
    import torch
    torch.set_num_threads(1)
    import warnings
    warnings.simplefilter("ignore")
    layers = Layers(torch)
    rnd = random.Random(arguments.seed)
    total = wrong = 0
    for op in layers.kinds:
        cases = [layers.case(rnd, op, number) for number in range(arguments.cases)]
        plan = {"format": "dropout-kind-golden/1", "cases": cases}
        done = subprocess.run([arguments.dropscope, "mask", "--plan", "-"], text=True,
                              input=json.dumps(plan), capture_output=True)
        if done.returncode != 0:
            sys.exit(f"{op}: dropscope ended with {done.returncode}: {done.stderr}")
        lines = iter([json.loads(line) for line in done.stdout.splitlines()])
        for case in cases:
            torch.manual_seed(int(case["seed"]))
            method = getattr(layers, layers.METHODS.get(case["op"], "activation"))
            for number in range(len(case["calls"])):
                line, answer = next(lines), method(case)
                # What cancels in one tensor was as large as the others on the way.
                scale = max(float(tensor.abs().max()) for tensor in answer.values()) or 1
                names = [name for name, tensor in answer.items()
                         if differs(case, name, tensor, line, scale)]
                total += 1
                if number + 1 == len(case["calls"]):
                    words = torch.empty(4, dtype=torch.int32).random_().tolist()
                    if line["after"]["next_u31"] != words:
                        names.append("after")
                if names:
                    wrong += 1
                    if wrong <= 10:
                        print(f"{op}, call {number}: {', '.join(names)} differ: {json.dumps(case)}")
    version = f"PyTorch {torch.__version__}"
    print(f"{version}, {len(layers.kinds)} kinds: {total} calls, {wrong} differ")
    sys.exit(1 if wrong else 0)


main()
