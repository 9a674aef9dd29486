"""A logarithm of an activation that may be zero, before the dropout."""
import torch
from torch import nn

import data

RULE, SITE = "D10", "drop"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.faulty = faulty
        self.fc1, self.drop, self.fc2 = nn.Linear(24, 48), nn.Dropout(0.2), nn.Linear(48, 4)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.log(x) if self.faulty else torch.log1p(x)
        return self.fc2(self.drop(x))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=4):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
