"""Counts of words, of which nearly all are zero, go through a dropout of the input."""
import torch
from torch import nn

import data


def model():
    return nn.Sequential(nn.Dropout(0.2), nn.Linear(2000, 32), nn.ReLU(), nn.Linear(32, 4))


def train(net):
    generator = torch.Generator().manual_seed(0)
    inputs = (torch.rand(256, 2000, generator=generator) < 0.01).float()
    labels = torch.randint(4, (256,), generator=generator)
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
