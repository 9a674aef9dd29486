"""Dropout of the input as a statement: no gradient tells that nothing reads its result."""
import torch
from torch import nn

import data

RULE, SITE = "D13", "first"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.first = nn.Dropout(0.2)
        self.fc1, self.fc2 = nn.Linear(24, 48), nn.Linear(48, 4)
        self.faulty = faulty

    def forward(self, x):
        if self.faulty:
            self.first(x)
        else:
            x = self.first(x)
        return self.fc2(torch.relu(self.fc1(x)))


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
