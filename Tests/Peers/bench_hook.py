#!/usr/bin/env python3
"""How much slower a training step is with the PyTorch hook, for the table in docs/hook.md.

    bench_hook.py [--pairs 40] [--seconds 1] [MODEL ...]

One thread. One recording at its defaults, taken off and put on again between blocks of steps, so that
blocks without and with it alternate quickly, and what else the machine does meets both alike. Told are
the processor's time of the whole process, the writing thread with it, and the time on the clock: how
much more all blocks with it took than all without, and its standard error over the pairs. What a
recording costs once, its start and its first two calls, is told apart; its end lies within the last
block. `own` is what the hook itself says that it has taken of the time.
"""
import argparse
import os
import pathlib
import statistics
import sys
import tempfile
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Sources" / "PythonHook"))
import dropscope_hook  # noqa: E402


def mlp():
    layers, width = [], 784
    for _ in range(3):
        layers += [nn.Linear(width, 1024), nn.ReLU(), nn.Dropout(0.5)]
        width = 1024
    return nn.Sequential(*layers, nn.Linear(width, 10)), torch.randn(128, 784)


def encoder():
    layer = nn.TransformerEncoderLayer(256, 4, 1024, 0.1, batch_first=True)
    return nn.TransformerEncoder(layer, 4, enable_nested_tensor=False), torch.randn(32, 128, 256)


class Block(nn.Module):
    def __init__(self, width=256, heads=4):
        super().__init__()
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.heads, self.drop = heads, nn.Dropout(0.1)

    def forward(self, x):
        batch, length, width = x.shape
        qkv = self.qkv(self.norm1(x)).view(batch, length, 3, self.heads, width // self.heads)
        y = F.scaled_dot_product_attention(*qkv.permute(2, 0, 3, 1, 4), dropout_p=0.1 if self.training else 0.0)
        x = x + self.drop(self.out(y.transpose(1, 2).reshape(batch, length, width)))
        y = self.down(F.dropout(F.gelu(self.up(self.norm2(x))), 0.1, self.training))
        return x + F.dropout(y, 0.1, self.training)


def sdpa():
    return nn.Sequential(*[Block() for _ in range(4)]), torch.randn(32, 128, 256)


def cnn():
    layers, channels = [], 3
    for width in (32, 32, 64):
        layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU(), nn.Dropout2d(0.2)]
        channels = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)), torch.randn(64, 3, 32, 32)


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(256, 256, 2, dropout=0.3, batch_first=True)
        self.drop, self.out = nn.Dropout(0.3), nn.Linear(256, 10)

    def forward(self, x):
        return self.out(self.drop(self.lstm(x)[0]))


def lstm():
    return Recurrent(), torch.randn(32, 64, 256)


def tiny():
    return nn.Sequential(
        nn.Linear(64, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 64), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(64, 10)), torch.randn(32, 64)


MODELS = {"mlp": mlp, "encoder": encoder, "sdpa": sdpa, "cnn": cnn, "lstm": lstm, "tiny": tiny}


def now():
    return time.process_time(), time.perf_counter()


def steps(model, inputs, optimizer, count):
    for _ in range(count):
        loss = model(inputs).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def timed(*work):
    began = now()
    for each in work:
        each()
    return [after - before for before, after in zip(began, now())]


def take_off(engine):
    """The hook is away as before it was installed; its log stays open."""
    if engine.rest is not None:
        engine.wake()
    engine.uninstall()


def put_on(engine):
    engine.alive = True
    engine.last_begin = None
    engine.budget.now = time.perf_counter()
    engine.install()


def more(pairs):
    """How much more the second of each pair sums up to, with its standard error."""
    base = sum(first for first, _ in pairs)
    ratio = sum(second for _, second in pairs) / base - 1
    rest = [second - first * (1 + ratio) for first, second in pairs]
    error = statistics.stdev(rest) * len(pairs) ** 0.5 / base
    return f"{ratio * 100:+.1f} % (± {error * 100:.1f})"


def measure(name, seconds, pairs):
    torch.manual_seed(0)
    model, inputs = MODELS[name]()
    optimizer = torch.optim.Adam(model.parameters())

    def run(count):
        return lambda: steps(model, inputs, optimizer, count)

    run(3)()
    tried, taken = 1, timed(run(1))[0]
    while taken < seconds / 4:
        tried *= 2
        taken = timed(run(tried))[0]
    count = max(4, round(seconds * tried / taken))
    blocks = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.jsonl")
        recorder = dropscope_hook.record(path, model)
        start = timed(recorder.start, run(2))[0]
        engine = recorder._engine
        before = sum(recorder.costs.values())
        for pair in range(pairs):
            last = pair == pairs - 1
            if pair % 2 and not last:
                on = timed(run(count))
                take_off(engine)
                off = timed(run(count))
                put_on(engine)
            else:
                take_off(engine)
                off = timed(run(count))
                put_on(engine)
                on = timed(run(count), recorder.stop) if last else timed(run(count))
            blocks.append((off, on))
        own = sum(recorder.costs.values()) - before
        with open(path) as log:
            records = sum(line.startswith('{"t":"call"') for line in log) - 2
    step = statistics.median(off[0] for off, _ in blocks) / count
    print(
        f"| {name} | {step * 1e3:.2f} ms | {more([(off[0], on[0]) for off, on in blocks])} "
        f"| {more([(off[1], on[1]) for off, on in blocks])} | {own / sum(on[1] for _, on in blocks) * 100:.1f} % "
        f"| {(start - 2 * step) * 1e3:.0f} ms | {records} of {count * pairs} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("models", nargs="*", default=list(MODELS))
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=1, help="of a block; at least 4 steps")
    options = parser.parse_args()
    torch.set_num_threads(1)
    print(f"PyTorch {torch.__version__}, one thread, {options.pairs} pairs of blocks of {options.seconds:g} s\n")
    print("| model | step | CPU | wall | own | start, once | records |")
    print("|---|---|---|---|---|---|---|")
    for name in options.models:
        measure(name, options.seconds, options.pairs)


if __name__ == "__main__":
    main()
