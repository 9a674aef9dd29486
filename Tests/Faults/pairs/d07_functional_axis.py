"""F.dropout2d on (batch, tokens, features): whole tokens vanish; one axis is missing."""
import warnings

import torch
import torch.nn.functional as F
from torch import nn

import data

RULE, SITE = "D07", "d07_functional_axis.py"


class Tagger(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.faulty = faulty
        self.words = nn.Embedding(50, 20)
        self.rnn = nn.LSTM(20, 20, batch_first=True)
        self.head = nn.Linear(20, 4)

    def forward(self, x):
        x = self.words(x)
        if self.faulty:
            x = F.dropout2d(x, 0.3, training=self.training)
        else:
            x = F.dropout1d(x.transpose(1, 2), 0.3, training=self.training).transpose(1, 2)
        return self.head(self.rnn(x)[0][:, -1])


def model(faulty):
    return Tagger(faulty)


def train(net, faulty):
    warnings.simplefilter("ignore")
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 2e-3)
    for x, y in data.batches(inputs, labels, epochs=6):
        optimizer.zero_grad()
        F.cross_entropy(net(x), y).backward()
        optimizer.step()
