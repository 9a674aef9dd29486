"""The mask is drawn in the constructor and registered as a buffer."""
import torch
from torch import nn

import data

RULE, SITE = "D06", "drop"


class StaticDropout(nn.Module):
    def __init__(self, width, p, faulty):
        super().__init__()
        self.p = p
        self.faulty = faulty
        self.register_buffer("mask", (torch.rand(1, width) > p).float() / (1 - p))

    def forward(self, x):
        if not self.training:
            return x
        if self.faulty:
            return x * self.mask
        return x * (torch.rand_like(x) > self.p).float() / (1 - self.p)


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(24, 80), nn.Linear(80, 4)
        self.drop = StaticDropout(80, 0.3, faulty)

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
