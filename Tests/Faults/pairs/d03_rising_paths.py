"""Stochastic depth at rates that rise from block to block, each of which is taken for keeping."""
import torch
from torch import nn

import data

RULE, SITE = "D03", "blocks.1.path"


class Path(nn.Module):
    def __init__(self, drop_prob, faulty):
        super().__init__()
        self.drop_prob = drop_prob
        self.faulty = faulty

    def forward(self, x):
        if not self.training:
            return x
        keep = self.drop_prob if self.faulty else 1 - self.drop_prob
        return x * x.new_empty((x.shape[0], 1, 1)).bernoulli_(keep) / keep


class Block(nn.Module):
    def __init__(self, rate, faulty):
        super().__init__()
        self.norm = nn.LayerNorm(24)
        self.mlp = nn.Sequential(nn.Linear(24, 48), nn.GELU(), nn.Linear(48, 24))
        self.path = Path(rate, faulty)

    def forward(self, x):
        return x + self.path(self.mlp(self.norm(x)))


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words = nn.Embedding(50, 24)
        self.blocks = nn.Sequential(*[Block(rate, faulty) for rate in (0.1, 0.2, 0.3)])
        self.head = nn.Linear(24, 4)

    def forward(self, tokens):
        return self.head(self.blocks(self.words(tokens)).mean(1))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=4):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
