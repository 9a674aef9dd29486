"""A mask by hand gives a tensor of another name, and the old one goes on."""
import torch
from torch import nn

import data

RULE, SITE = "D13", ".py"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.fc1, self.fc2, self.p = nn.Linear(24, 48), nn.Linear(48, 4), 0.3
        self.faulty = faulty

    def forward(self, x):
        h = torch.relu(self.fc1(x))
        if self.training:
            dropped = h * (torch.rand_like(h) > self.p) / (1 - self.p)
            if not self.faulty:
                h = dropped
        return self.fc2(h)


def model(faulty):
    return Net(faulty)


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
