"""A layer ported from a framework that speaks of keep_prob: p and 1 - p change places."""
import torch
from torch import nn

import data

RULE, SITE = "D03", "drop1"


class Dropout(nn.Module):
    """Zeroes elements with probability p."""

    def __init__(self, p, faulty):
        super().__init__()
        self.p = p
        self.faulty = faulty

    def forward(self, x):
        if not self.training:
            return x
        if self.faulty:
            return x * torch.bernoulli(torch.full_like(x, self.p)) / self.p
        keep = 1 - self.p
        return x * torch.bernoulli(torch.full_like(x, keep)) / keep


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.fc1, self.fc2, self.fc3 = nn.Linear(24, 64), nn.Linear(64, 64), nn.Linear(64, 4)
        self.drop1, self.drop2 = Dropout(0.2, faulty), nn.Dropout(0.2)

    def forward(self, x):
        x = self.drop1(torch.tanh(self.fc1(x)))
        return self.fc3(self.drop2(torch.tanh(self.fc2(x))))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.SGD(net.parameters(), 0.1)
    for x, y in data.batches(inputs, labels, epochs=5):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
