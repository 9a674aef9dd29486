#!/usr/bin/env python3
"""The presets of modules beside PyTorch: bench_presets.py PATH_TO_DROPSCOPE [--calls 900] [PRESET...]

A name such as 1024,1024 is preset digits with hidden layers of these sizes.

Both train the same networks on the same digits with the same optimiser, on one thread, and take the same
statistics of every site at its three stages: mean, sd, extremes, zeros, and a histogram of 64 bins on one
axis. Printed are calls a second, medians of three turns; `bare` is PyTorch without statistics. Dropscope is
timed from outside, its start included; PyTorch's time is of the training alone.
"""
import argparse
import math
import pathlib
import statistics
import subprocess
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

HERE = pathlib.Path(__file__).resolve().parent
ROWS = HERE.parent.parent / "Sources/DropoutEngine/Simulation/Presets/OptdigitsRows.swift"
TRAINING, BATCH, TURNS = 1437, 32, 3


def digits():
    rows = [line.strip() for line in ROWS.read_text().splitlines()]
    rows = [row for row in rows if len(row) == 65 and row[-1].isdigit()]
    pixels = [[(ord(letter) - ord("a")) / 16 for letter in row[:64]] for row in rows]
    return torch.tensor(pixels), torch.tensor([int(row[64]) for row in rows])


class Measured:
    """Takes a site's statistics, as Dropscope does on every call."""

    def __init__(self, on):
        self.on = on
        self.taken = []

    def __call__(self, before, after, scale):
        if not self.on:
            return
        with torch.no_grad():
            before, after = before.detach(), after.detach()
            stages = [before, after / scale, after]
            reach = float(max(stage.abs().max() for stage in stages)) or 1.0
            low = -reach if float(before.min()) < 0 else 0.0
            for stage in stages:
                sd, mean = torch.std_mean(stage, correction=0)
                smallest, largest = torch.aminmax(stage)
                self.taken.append((
                    float(mean), float(sd), float(smallest), float(largest),
                    int((stage == 0).sum()), torch.histc(stage, 64, low, reach)))
        self.taken.clear()


def path(x, p):
    mask = x.new_empty((x.shape[0],) + (1,) * (x.ndim - 1)).bernoulli_(1 - p)
    return x * mask.div_(1 - p)


class Site(nn.Module):
    """A dropout with its statistics."""

    def __init__(self, kind, p, measured):
        super().__init__()
        self.kind, self.p, self.measured = kind, p, measured

    def forward(self, x):
        y = self.kind(x, self.p) if self.training else x
        if self.training:
            self.measured(x, y, 1 / (1 - self.p))
        return y


def element(x, p):
    return F.dropout(x, p, True)


class Residual(nn.Module):
    def __init__(self, *branch):
        super().__init__()
        self.branch = nn.Sequential(*branch)

    def forward(self, x):
        return x + self.branch(x)


class Attention(nn.Module):
    def __init__(self, site):
        super().__init__()
        self.mixed, self.out, self.site = nn.Linear(32, 96), nn.Linear(32, 32), site

    def forward(self, x):
        n = x.shape[0]
        q, k, v = self.mixed(x).view(n, 8, 3, 2, 16).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(16), -1)
        return self.out((self.site(weights) @ v).transpose(1, 2).reshape(n, 8, 32))


class Mean(nn.Module):
    def forward(self, x):
        return x.mean(1)


class Position(nn.Module):
    def __init__(self):
        super().__init__()
        self.position = nn.Parameter(torch.randn(8, 32) * 0.2)

    def forward(self, x):
        return x + self.position


def network(name, measured):
    def site(kind, p):
        return Site(kind, p, measured)

    if name[0].isdigit():
        widths = [64] + [int(width) for width in name.split(",")]
        layers = []
        for inputs, units in zip(widths, widths[1:]):
            layers += [nn.Linear(inputs, units), nn.ReLU(), site(element, 0.5)]
        return nn.Sequential(*layers, nn.Linear(widths[-1], 10))
    if name == "convnet":
        return nn.Sequential(
            nn.Unflatten(1, (1, 8, 8)), nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(),
            site(lambda x, p: F.dropout2d(x, p, True), 0.1), nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(),
            nn.MaxPool2d(2), nn.Flatten(), site(element, 0.5), nn.Linear(256, 10))
    if name == "residual":
        return nn.Sequential(
            nn.Linear(64, 64), nn.ReLU(),
            *[Residual(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64), site(path, p))
              for p in (0.05, 0.1, 0.15, 0.2)],
            nn.Linear(64, 10))
    if name == "selu":
        layers = []
        for _ in range(4):
            layers += [
                nn.Linear(64, 64), nn.SELU(), site(lambda x, p: F.alpha_dropout(x, p, True), 0.05)]
        return nn.Sequential(*layers, nn.Linear(64, 10))
    blocks = []
    for first, second in ((0.025, 0.05), (0.075, 0.1)):
        blocks += [
            Residual(nn.LayerNorm(32), Attention(site(element, 0.1)), site(path, first)),
            Residual(
                nn.LayerNorm(32), nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 32), site(path, second))]
    return nn.Sequential(
        nn.Unflatten(1, (8, 8)), nn.Linear(8, 32), Position(), *blocks, nn.LayerNorm(32), Mean(),
        nn.Linear(32, 10))


def pytorch(name, calls, takes_statistics):
    torch.manual_seed(3)
    pixels, classes = digits()
    if name == "selu":
        pixels = (pixels - 0.3054) / 0.3755
    model = network(name, Measured(takes_statistics))
    if name == "attention":
        optimiser = torch.optim.Adam(model.parameters(), lr=0.002)
    else:
        rate = {"convnet": 0.07, "residual": 0.05, "selu": 0.02}.get(name, 0.08)
        optimiser = torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9)
    held = math.nan  # until an epoch has ended
    first = [group["lr"] for group in optimiser.param_groups]
    start = time.perf_counter()
    for call in range(calls):
        if call % 45 == 0:
            order = torch.randperm(TRAINING)
            order = torch.cat([order, order[:BATCH]])
            for group, rate in zip(optimiser.param_groups, first):
                group["lr"] = rate / (1 + 0.05 * (call // 45))
        rows = order[call % 45 * BATCH:][:BATCH]
        optimiser.zero_grad(set_to_none=True)
        F.cross_entropy(model(pixels[rows]), classes[rows]).backward()
        optimiser.step()
        if call % 45 == 44:
            model.eval()
            with torch.no_grad():
                held = float((model(pixels[TRAINING:]).argmax(1) == classes[TRAINING:]).float().mean())
            model.train()
    return calls / (time.perf_counter() - start), held


def dropscope(path, name, calls):
    preset = ["digits", "--layers", name] if name[0].isdigit() else [name]
    command = [path, "run", *preset, "--seed", "3", "--calls", str(calls)]
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    return calls / (time.perf_counter() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dropscope")
    parser.add_argument("presets", nargs="*")
    parser.add_argument("--calls", type=int, default=900)
    options = parser.parse_intermixed_args()
    torch.set_num_threads(1)
    print(f"calls a second, {options.calls} calls, medians of {TURNS} turns, PyTorch {torch.__version__}")
    for name in options.presets or ["convnet", "residual", "selu", "attention"]:
        speeds = {"dropscope": [], "PyTorch": [], "bare": []}
        for _ in range(TURNS):
            speeds["dropscope"].append(dropscope(options.dropscope, name, options.calls))
            speeds["PyTorch"].append(pytorch(name, options.calls, True)[0])
            bare, held = pytorch(name, options.calls, False)
            speeds["bare"].append(bare)
        medians = {key: statistics.median(values) for key, values in speeds.items()}
        print(
            f"  {name:10} dropscope {medians['dropscope']:6.0f}   PyTorch {medians['PyTorch']:6.0f}"
            f"  bare {medians['bare']:6.0f}   {medians['dropscope'] / medians['PyTorch']:5.2f} and"
            f" {medians['dropscope'] / medians['bare']:5.2f} times as fast"
            f"   (PyTorch held out {held:.3f})", flush=True)


main()
