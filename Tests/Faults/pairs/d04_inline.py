"""A functional dropout in forward, and the line after it scales once more."""
import torch
import torch.nn.functional as F
from torch import nn

import data

RULE, SITE = "D04", "d04_inline.py"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(24, 64), nn.Linear(64, 4)
        self.keep_prob = 0.6
        self.faulty = faulty

    def forward(self, x):
        x = torch.tanh(self.fc1(x))
        x = F.dropout(x, 1 - self.keep_prob, self.training)
        if self.faulty and self.training:
            x = x / self.keep_prob
        return self.fc2(x)


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=6):
        optimizer.zero_grad()
        F.cross_entropy(net(x), y).backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        net(inputs)
