"""A recurrent network of one layer is given a dropout that only stands between layers."""
import warnings

import torch
from torch import nn

import data

RULE, SITE = "D02", "rnn"


class Reader(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words = nn.Embedding(50, 16)
        self.rnn = nn.GRU(16, 24, num_layers=1 if faulty else 2, dropout=0.3, batch_first=True)
        self.out = nn.Linear(24, 4)

    def forward(self, x):
        return self.out(self.rnn(self.words(x))[0][:, -1])


def model(faulty):
    warnings.simplefilter("ignore")
    return Reader(faulty)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 2e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=4):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
