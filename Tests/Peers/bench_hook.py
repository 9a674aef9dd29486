#!/usr/bin/env python3
"""How much slower a training step is with the PyTorch hook, for the table in docs/hook.md.

    bench_hook.py [--blocks 10] [MODEL ...]

One thread. Blocks of steps without and with `record` at its defaults, in alternation; a block with it
has its start and its end in it. Told is the processor's time of the whole process, the writing thread
with it: median over the blocks, and the mean's standard error.
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


def steps(model, inputs, optimizer, count):
    began = time.process_time()
    for _ in range(count):
        loss = model(inputs).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return (time.process_time() - began) / count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("models", nargs="*", default=list(MODELS))
    parser.add_argument("--blocks", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=4, help="of a block; at least 4 steps")
    options = parser.parse_args()
    torch.set_num_threads(1)
    print(f"PyTorch {torch.__version__}, one thread\n")
    print("| model | step | with the hook | slower | records |")
    print("|---|---|---|---|---|")
    for name in options.models:
        torch.manual_seed(0)
        model, inputs = MODELS[name]()
        optimizer = torch.optim.Adam(model.parameters())
        steps(model, inputs, optimizer, 2)
        count = max(4, int(options.seconds / steps(model, inputs, optimizer, 3)))
        plain, hooked, records = [], [], 0
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "run.jsonl")
            for block in range(options.blocks):
                for on in (block % 2, 1 - block % 2):
                    if not on:
                        plain.append(steps(model, inputs, optimizer, count))
                        continue
                    began = time.process_time()
                    with dropscope_hook.record(path, model):
                        steps(model, inputs, optimizer, count)
                    hooked.append((time.process_time() - began) / count)
            with open(path) as log:
                records = sum(line.startswith('{"t":"call"') for line in log)
        slower = [b / a - 1 for a, b in zip(plain, hooked)]
        error = statistics.stdev(slower) / len(slower) ** 0.5 if len(slower) > 1 else 0
        print(
            f"| {name} | {statistics.median(plain) * 1e3:.2f} ms | {statistics.median(hooked) * 1e3:.2f} ms "
            f"| {statistics.median(slower) * 100:+.1f} % (± {error * 100:.1f}) | {records} of {count} |",
            flush=True)


if __name__ == "__main__":
    main()
