"""A variational mask is drawn once and kept for ever, where each sequence should get its own."""
import torch
from torch import nn

import data

RULE, SITE = "D06", "locked"


class LockedDropout(nn.Module):
    """One mask for all time steps of a sequence."""

    def __init__(self, p, faulty):
        super().__init__()
        self.p = p
        self.faulty = faulty
        self.mask = None

    def forward(self, x):
        if not self.training:
            return x
        if self.mask is None or not self.faulty:
            keep = 1 - self.p
            self.mask = x.new_empty(x.size(0), 1, x.size(2)).bernoulli_(keep) / keep
        return x * self.mask


class Model(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words = nn.Embedding(50, 32)
        self.locked = LockedDropout(0.4, faulty)
        self.rnn = nn.GRU(32, 32, batch_first=True)
        self.out = nn.Linear(32, 4)

    def forward(self, x):
        return self.out(self.rnn(self.locked(self.words(x)))[0][:, -1])


def model(faulty):
    return Model(faulty)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 2e-3)
    for x, y in data.batches(inputs, labels, epochs=10):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
