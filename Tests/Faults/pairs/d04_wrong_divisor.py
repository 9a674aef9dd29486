"""Survivors are divided by p where 1 - p belongs."""
import torch
from torch import nn

import data

RULE, SITE = "D04", "drop"


class Dropout(nn.Module):
    def __init__(self, p, faulty):
        super().__init__()
        self.p = p
        self.divisor = p if faulty else 1 - p

    def forward(self, x):
        if not self.training:
            return x
        keep = torch.empty_like(x).bernoulli_(1 - self.p)
        return x.mul(keep).div(self.divisor)


class Mixer(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.patches = nn.Conv2d(1, 16, 3, stride=3)
        self.tokens = nn.Linear(16, 16)
        self.channels = nn.Linear(16, 16)
        self.drop = Dropout(0.2, faulty)
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        x = self.patches(x).flatten(2)
        x = x + nn.functional.gelu(self.tokens(x))
        x = x.transpose(1, 2)
        x = x + self.drop(nn.functional.gelu(self.channels(x)))
        return self.head(x.mean(1))


def model(faulty):
    return Mixer(faulty)


def train(net, faulty):
    inputs, labels = data.images()
    optimizer = torch.optim.AdamW(net.parameters(), 3e-3)
    for x, y in data.batches(inputs, labels, epochs=10):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
