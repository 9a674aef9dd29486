"""The flag stands where p belongs, and evaluation comes once, in one batch."""
import torch
from torch import nn

import data

RULE, SITE = "D15", ".py"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.fc1, self.fc2, self.faulty = nn.Linear(24, 48), nn.Linear(48, 4), faulty

    def forward(self, x):
        h = torch.relu(self.fc1(x))
        if self.faulty:
            return self.fc2(nn.functional.dropout(h, self.training))
        return self.fc2(nn.functional.dropout(h, training=self.training))


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
        net(inputs)
