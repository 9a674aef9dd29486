"""The drawn mask is multiplied by one from an old experiment, which was left in the buffers."""
import torch
from torch import nn

import data

RULE, SITE = "D09", "drop"


class MaskedDropout(nn.Module):
    def __init__(self, width, p, faulty):
        super().__init__()
        self.p = p
        fixed = torch.ones(width)
        if faulty:
            fixed[::7] = 0
        self.register_buffer("fixed", fixed)

    def forward(self, x):
        if not self.training:
            return x
        mask = torch.bernoulli(torch.ones_like(x) * (1 - self.p)) * self.fixed
        return x * mask / (1 - self.p)


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words = nn.Embedding(50, 42)
        self.drop = MaskedDropout(42, 0.2, faulty)
        self.head = nn.Linear(42, 4)

    def forward(self, x):
        return self.head(self.drop(self.words(x)).mean(1))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 1e-2)
    for x, y in data.batches(inputs, labels, epochs=10):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
