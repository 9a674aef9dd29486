"""A mask without a scale, and evaluation does not make up for it."""
import torch
from torch import nn

import data

RULE, SITE = "D04", "drop"


class MyDropout(nn.Module):
    def __init__(self, p, faulty):
        super().__init__()
        self.p = p
        self.faulty = faulty

    def forward(self, x):
        if self.training:
            mask = (torch.rand_like(x) > self.p).float()
            return x * mask
        # Dropout as it was first described scales in evaluation.
        return x if self.faulty else x * (1 - self.p)


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.hidden = nn.Linear(24, 64)
        self.drop = MyDropout(0.5, faulty)
        self.out = nn.Linear(64, 4)

    def forward(self, x):
        return self.out(self.drop(torch.relu(self.hidden(x))))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for epoch in range(5):
        net.train()
        for x, y in data.batches(inputs, labels):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            for x, y in data.batches(inputs, labels):
                net(x)
