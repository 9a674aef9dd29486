"""The mask is drawn for half of the batch and repeated for the other."""
import torch
from torch import nn

import data

RULE, SITE = "D07", "2"


class Drop(nn.Module):
    def __init__(self, p, faulty):
        super().__init__()
        self.p, self.faulty = p, faulty

    def forward(self, x):
        if not self.training:
            return x
        parts = 2 if self.faulty else 1
        keep = (torch.rand(x.size(0) // parts, x.size(1)) > self.p).repeat(parts, 1)
        return x * keep / (1 - self.p)


def model(faulty):
    return nn.Sequential(nn.Linear(24, 64), nn.ReLU(), Drop(0.3, faulty), nn.Linear(64, 4))


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
