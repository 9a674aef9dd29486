"""An off-by-one in the layer that builds the mask: the last units are never kept."""
import torch
from torch import nn

import data

RULE, SITE = "D09", "drop"


class IndexDropout(nn.Module):
    def __init__(self, p, faulty):
        super().__init__()
        self.p = p
        self.faulty = faulty

    def forward(self, x):
        if not self.training:
            return x
        mask = torch.rand_like(x) >= self.p
        if self.faulty:
            mask[:, -2:] = False
        return x * mask / (1 - self.p)


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(24, 60), nn.Linear(60, 4)
        self.drop = IndexDropout(0.3, faulty)

    def forward(self, x):
        return self.fc2(self.drop(torch.tanh(self.fc1(x))))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=6):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
