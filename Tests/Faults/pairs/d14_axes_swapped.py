"""Dropout of the embeddings, time and batch change places, and dropout again."""
import torch
from torch import nn

import data

RULE, SITE = "D14", ".py"


class Reader(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words, self.drop = nn.Embedding(50, 16), nn.Dropout(0.2)
        self.rnn, self.head = nn.LSTM(16, 16), nn.Linear(16, 4)
        self.faulty = faulty

    def forward(self, x):
        h = self.drop(self.words(x)).transpose(0, 1)
        if self.faulty:
            h = nn.functional.dropout(h, 0.2, self.training)
        return self.head(self.rnn(h)[0][-1])


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
