"""The same in a network of rows, with a functional dropout between two layers."""
import torch
import torch.nn.functional as F
from torch import nn

import data

RULE, SITE = "D11", "d11_functional.py"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.faulty = faulty
        self.fc1, self.bn, self.fc2 = nn.Linear(24, 64), nn.BatchNorm1d(64), nn.Linear(64, 4)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        if self.faulty:
            x = self.bn(F.dropout(x, 0.5, self.training))
        else:
            x = F.dropout(self.bn(x), 0.5, self.training)
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
