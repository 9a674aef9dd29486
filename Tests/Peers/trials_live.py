#!/usr/bin/env python3
"""Compares what the views compare and ensemble show with PyTorch: trials_live.py PATH_TO_DROPSCOPE

Trains small networks in PyTorch, one of them with channels dropped, hands their weights to
`dropscope frame`, and computes on the same weights, the same held-out digits and, after manual_seed, the same masks: the loss and the accuracy of
the right ways to write dropout and of the five wrong ones, and what an input comes to under 200 masks.
Losses of ways agree to 1e-4; what is printed with fewer digits, to its last one. Exit 1 where not.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np
import torch
import torch.nn.functional as F

import optdigits
from article_check import save_safetensors

HELD_OUT = 360
SEED = 7
PASSES = 20
MASKS = 200
ROW = 1757
# Four decimals are printed, and sums run in another order.
LOSS = 1e-4


def digits():
    rows = np.array(optdigits.kept(optdigits.TARGET), np.float32)
    return torch.tensor(rows[:, :64] / 16), torch.tensor(rows[:, 64]).long()


def dense():
    """What `dropscope digits` runs of these weights."""
    return torch.nn.Sequential(
        torch.nn.Linear(64, 40), torch.nn.ReLU(), torch.nn.Dropout(0.4),
        torch.nn.Linear(40, 24), torch.nn.ReLU(), torch.nn.Dropout(0.4), torch.nn.Linear(24, 10))


# The same in words that --net takes, with the names of its sites.
MODULES = ("Conv2d(1,6,3) ReLU Dropout2d(0.4) Flatten Linear(216,24) ReLU Dropout(0.4) Linear(24,10)",
           ("2", "6"))


def convolution():
    """What the words of MODULES say."""
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 6, 3), torch.nn.ReLU(), torch.nn.Dropout2d(0.4), torch.nn.Flatten(),
        torch.nn.Linear(216, 24), torch.nn.ReLU(), torch.nn.Dropout(0.4), torch.nn.Linear(24, 10))


def trained(net, x, y):
    """A network that learned with dropout for a short while."""
    optimizer = torch.optim.SGD(net.parameters(), 0.1, momentum=0.9)
    for step in range(200):
        batch = slice(step * 32 % 1400, step * 32 % 1400 + 32)
        optimizer.zero_grad()
        F.cross_entropy(net(x[batch]), y[batch]).backward()
        optimizer.step()
    return net.eval()


def forward(net, x, sites):
    """`sites`: what each dropout layer does to the activation before it."""
    sites = iter(sites)
    for layer in net:
        x = next(sites)(x) if type(layer).__name__.startswith("Dropout") else layer(x)
    return x


def scaled(factor):
    return lambda h: h * factor


def masked(rate, mean):
    """Masks whose expectation is `mean`: of channels where there are any."""
    def site(h):
        drop = F.dropout2d if h.dim() == 4 else F.dropout
        return h * (drop(torch.ones_like(h), rate) != 0) * (mean / (1 - rate))

    return site


def price(logits, y):
    return F.cross_entropy(logits, y).item(), (logits.argmax(1) == y).double().mean().item()


def prices(net, x, y, rates, mode):
    """Loss and accuracy of each way: activations in evaluation over those in training."""
    means = [1.0 if mode == "inverted" else 1 - p for p in rates]
    apart = [0.2 if abs(p - 0.5) < 1e-9 else p for p in rates]

    def at(ratios):
        return price(forward(net, x, [scaled(r * m) for r, m in zip(ratios, means)]), y)

    def on(drop):
        torch.manual_seed(SEED)
        all_passes = [
            price(forward(net, x, [masked(p, m) for p, m in zip(drop, means)]), y)
            for _ in range(PASSES)]
        return tuple(np.mean(all_passes, axis=0))

    right = at([1] * len(rates))
    return {
        "inverted": right, "vanilla": right,
        "no scale anywhere": at([1 / (1 - p) for p in rates]),
        "scaled in both": at([1 - p for p in rates]),
        "1/p instead": at([p / (1 - p) for p in apart]),
        "eval() forgotten": on(rates),
        "swapped": on([1 - p for p in apart])}


def frame(dropscope, weights, view, rates, mode, words=None):
    """`words`: a network of modules and the names of its sites; none for that of the preset."""
    net, names = words or (None, ("hidden1", "hidden2"))
    command = [
        dropscope, "frame", *(["--net", net] if net else ["digits"]), "--weights", str(weights), "--view", view,
        "--size", "200x60", "--color", "none", "--dialect", "torch", "--seed", str(SEED), "--mode", mode]
    for name, rate in zip(names, rates):
        command += ["--rate", f"{name}={rate}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


def expect(have, want, tolerance, what):
    if not abs(have - want) <= tolerance:
        sys.exit(f"{what}: dropscope has {have}, PyTorch {want}")


def check_ways(dropscope, weights, net, x, y, rates, mode, words=None):
    text = frame(dropscope, weights, "compare", rates, mode, words)
    worst = 0.0
    for way, (loss, accuracy) in prices(net, x, y, rates, mode).items():
        line = next(
            line for line in text.splitlines() if re.match(r"│ [✓▲] .*" + re.escape(way), line))
        shown = re.search(r"(\d+\.\d{4})[ ×\d.]*? +(\d+\.\d)%", line)
        where = f"{way}, {mode}, p {rates}"
        expect(float(shown[1]), loss, LOSS, f"loss of {where}")
        # One row of 360 may lie on the edge between two classes.
        expect(float(shown[2]) / 100, accuracy, 0.0005 + 1.01 / HELD_OUT, f"accuracy of {where}")
        worst = max(worst, abs(float(shown[1]) - loss))
    return worst


def entropy(p):
    return float(-(p[p > 0] * np.log(p[p > 0])).sum())


def check_ensemble(dropscope, weights, net, x, y, rates, mode):
    text = frame(dropscope, weights, "ensemble", rates, mode)
    means = [1.0 if mode == "inverted" else 1 - p for p in rates]
    sites = [masked(p, m) for p, m in zip(rates, means)]

    def sampled(rows):
        torch.manual_seed(SEED)
        return np.stack([
            torch.softmax(forward(net, rows, sites), 1).double().numpy() for _ in range(MASKS)])

    one = sampled(x[ROW:ROW + 1])[:, 0]
    for digit in range(10):
        line = re.search(rf"│ {digit} [^│\n]*?(\d\.\d\d) ±(\.\d\d|\d\.\d\d) │\n", text)
        expect(float(line[1]), one[:, digit].mean(), 0.0051, f"mean of output {digit}")
        expect(float(line[2]), one[:, digit].std(), 0.0051, f"sd of output {digit}")
    total, own = entropy(one.mean(0)), float(np.mean([entropy(p) for p in one]))
    for name, want in [
            ("in all", total), ("unclear digit", own), ("masks disagree", total - own)]:
        expect(float(re.search(name + r" +(\d\.\d\d)", text)[1]), want, 0.0051, name)

    every = np.cumsum(sampled(x[-HELD_OUT:]), axis=0)
    held = y[-HELD_OUT:].numpy()
    for k in [1, 3, 10, 30, 100, MASKS]:
        line = re.search(rf"│ +{k} [^│\n]*?(\d+\.\d)% loss (\d\.\d+)", text)
        mean = every[k - 1] / k
        loss = -np.log(mean[np.arange(HELD_OUT), held]).mean()
        expect(float(line[2]), loss, 0.00061, f"loss of the mean of {k} masks")
        expect(
            float(line[1]) / 100, (mean.argmax(1) == held).mean(), 0.0005 + 1.01 / HELD_OUT,
            f"accuracy of the mean of {k} masks")


def main():
    dropscope = sys.argv[1]
    torch.set_num_threads(1)
    x, y = digits()
    torch.manual_seed(1)
    net = trained(dense(), x[:-HELD_OUT], y[:-HELD_OUT])
    images = x.view(-1, 1, 8, 8)
    modules = trained(convolution(), images[:-HELD_OUT], y[:-HELD_OUT])
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        weights, others = pathlib.Path(folder) / "w.safetensors", pathlib.Path(folder) / "m.safetensors"
        for path, module in ((weights, net), (others, modules)):
            save_safetensors(path, {name: value.numpy() for name, value in module.state_dict().items()})
        for rates in [(0.4, 0.4), (0.5, 0.5), (0.2, 0.6)]:
            for mode in ["inverted", "vanilla"]:
                worst = max(
                    worst,
                    check_ways(dropscope, weights, net, x[-HELD_OUT:], y[-HELD_OUT:], rates, mode))
                check_ensemble(dropscope, weights, net, x, y, rates, mode)
                worst = max(worst, check_ways(
                    dropscope, others, modules, images[-HELD_OUT:], y[-HELD_OUT:], rates, mode, MODULES))
    print(f"trials: seven ways, 200 masks, as PyTorch has them; losses within {worst:.1e}")


main()
