"""Stochastic depth whose decisions are drawn with the first batch and kept."""
import torch
from torch import nn

import data

RULE, SITE = "D06", "path"


class Path(nn.Module):
    def __init__(self, drop_prob, keeps):
        super().__init__()
        self.drop_prob, self.keeps, self.mask = drop_prob, keeps, None

    def forward(self, x):
        if not self.training:
            return x
        if self.mask is None or not self.keeps:
            self.mask = (torch.rand(x.size(0), 1, 1) > self.drop_prob).float()
        return x * self.mask / (1 - self.drop_prob)


class Reader(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words, self.mix = nn.Embedding(50, 16), nn.Linear(16, 16)
        self.path, self.head = Path(0.5, faulty), nn.Linear(16, 4)

    def forward(self, x):
        h = self.words(x)
        return self.head((h + self.path(self.mix(h))).mean(1))


def model(faulty):
    return Reader(faulty)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        for x, y in data.batches(inputs, labels, 64):
            net(x)
