"""Stochastic depth by hand: one decision for the batch where each sample needs its own."""
import torch
from torch import nn

import data

RULE, SITE = "D07", "path"


class DropPath(nn.Module):
    def __init__(self, drop_prob, faulty):
        super().__init__()
        self.drop_prob = drop_prob
        self.faulty = faulty

    def forward(self, x):
        if self.drop_prob == 0.0 or not self.training:
            return x
        keep = 1 - self.drop_prob
        shape = (1 if self.faulty else x.shape[0],) + (1,) * (x.ndim - 1)
        return x / keep * x.new_empty(shape).bernoulli_(keep)


class Block(nn.Module):
    def __init__(self, width, drop, faulty):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.mlp = nn.Sequential(
            nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.path = DropPath(drop, faulty)

    def forward(self, x):
        return x + self.path(self.mlp(self.norm(x)))


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words = nn.Embedding(50, 24)
        self.blocks = nn.Sequential(*(Block(24, p, faulty) for p in (0.1, 0.2, 0.3)))
        self.head = nn.Linear(24, 4)

    def forward(self, x):
        return self.head(self.blocks(self.words(x)).mean(1))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.AdamW(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=10):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
