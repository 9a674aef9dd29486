"""The threshold is rounded to tenths, so that a rate of 0.25 drops a fifth."""
import torch
from torch import nn

import data

RULE, SITE = "D03", "drop"


class FastDropout(nn.Module):
    def __init__(self, p, digits):
        super().__init__()
        self.p = p
        self.digits = digits

    def forward(self, x):
        if not self.training:
            return x
        mask = torch.rand(x.shape) >= round(self.p, self.digits)
        return x * mask / (1 - self.p)


def model(faulty):
    net = nn.Sequential()
    net.add_module("fc1", nn.Linear(24, 96))
    net.add_module("act", nn.SiLU())
    net.add_module("drop", FastDropout(0.25, 1 if faulty else 4))
    net.add_module("fc2", nn.Linear(96, 4))
    return net


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=10):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
