"""The dropout is made from the configuration and forward never calls it."""
import torch
from torch import nn

import data

RULE, SITE = "D02", "encoder.1.dropout"


class Layer(nn.Module):
    def __init__(self, width, dropout, uses):
        super().__init__()
        self.attention = nn.MultiheadAttention(width, 2, batch_first=True)
        self.linear = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        self.uses = uses

    def forward(self, x):
        y = self.attention(x, x, x)[0]
        if self.uses:
            y = self.dropout(y)
        return self.norm(x + self.linear(y))


class Forecaster(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words = nn.Embedding(50, 16)
        self.encoder = nn.ModuleList([Layer(16, 0.1, True), Layer(16, 0.1, not faulty)])
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        x = self.dropout(self.words(x))
        for layer in self.encoder:
            x = layer(x)
        return self.head(x.mean(1))


def model(faulty):
    return Forecaster(faulty)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=5):
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
        optimizer.zero_grad()
