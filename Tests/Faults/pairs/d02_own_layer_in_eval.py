"""A dropout of the program's own that never draws: train(False) stands in the loop."""
import torch
from torch import nn

import data

RULE, SITE = "D02", "drop"


class SequenceDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        return x * x.new_empty(x.size(0), 1, x.size(2)).bernoulli_(1 - self.p) / (1 - self.p)


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.drop = nn.Embedding(50, 16), SequenceDropout(0.3)
        self.rnn, self.head = nn.LSTM(16, 16, batch_first=True), nn.Linear(16, 4)

    def forward(self, x):
        return self.head(self.rnn(self.drop(self.words(x)))[0][:, -1])


def model(faulty):
    return Reader()


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(4):
        net.train(not faulty)
        for x, y in data.batches(inputs, labels, 16):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
