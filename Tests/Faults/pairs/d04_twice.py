"""F.dropout scales already; the layer around it divides once more."""
import torch
import torch.nn.functional as F
from torch import nn

import data

RULE, SITE = "D04", "drop"


class ScaledDropout(nn.Module):
    def __init__(self, p, faulty):
        super().__init__()
        self.p = p
        self.faulty = faulty

    def forward(self, x):
        y = F.dropout(x, self.p, self.training)
        if self.faulty and self.training:
            y = y / (1 - self.p)
        return y


class Encoder(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words = nn.Embedding(50, 24)
        self.drop = ScaledDropout(0.3, faulty)
        self.gru = nn.GRU(24, 24, batch_first=True)
        self.out = nn.Linear(24, 4)

    def forward(self, x):
        return self.out(self.gru(self.drop(self.words(x)))[0][:, -1])


def model(faulty):
    return Encoder(faulty)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=10):
        optimizer.zero_grad()
        F.cross_entropy(net(x), y).backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        net(inputs)
        net(inputs[:64])
