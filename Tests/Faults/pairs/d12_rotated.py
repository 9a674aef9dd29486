"""A log rotation copies the log away and truncates it under the writer."""
import os
import pathlib

from torch import nn, optim

import data

RULE, SITE = "D12", None


def model(faulty):
    return nn.Sequential(nn.Linear(24, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 4))


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=4):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()


def after(path, faulty):
    """What copytruncate leaves of a writer that keeps its place in the file: a run of NUL bytes."""
    if not faulty:
        return
    file = pathlib.Path(path)
    lines = file.read_bytes().splitlines(keepends=True)
    lost = sum(map(len, lines[8:16]))
    file.write_bytes(b"".join(lines[:8]) + bytes(lost) + b"".join(lines[16:]))
    os.sync()
