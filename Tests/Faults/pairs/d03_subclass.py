"""A subclass of nn.Dropout that takes its p for the probability of keeping."""
import torch
from torch import nn

import data

RULE, SITE = "D03", "2"


class KeepDropout(nn.Dropout):
    def __init__(self, p, keeps):
        super().__init__(p)
        self.keeps = keeps

    def forward(self, x):
        return nn.functional.dropout(x, 1 - self.p if self.keeps else self.p, self.training)


def model(faulty):
    return nn.Sequential(nn.Linear(24, 48), nn.ReLU(), KeepDropout(0.2, faulty), nn.Linear(48, 4))


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        for x, y in data.batches(inputs, labels, 64):
            net(x)
