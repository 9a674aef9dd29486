"""A locked dropout of word embeddings that leaves out the scale."""
import torch
from torch import nn

import data

RULE, SITE = "D04", "locked"


class Locked(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.faulty = faulty

    def forward(self, x, rate):
        if not self.training or not rate:
            return x
        mask = x.data.new(1, x.size(1), x.size(2)).bernoulli_(1 - rate)
        if not self.faulty:
            mask = mask / (1 - rate)
        return mask.expand_as(x) * x


class Reader(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words, self.locked = nn.Embedding(50, 16), Locked(faulty)
        self.rnn, self.head = nn.LSTM(16, 16), nn.Linear(16, 4)

    def forward(self, x):
        h = self.rnn(self.locked(self.words(x.t()), 0.4))[0]
        return self.head(self.locked(h, 0.3)[-1])


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
