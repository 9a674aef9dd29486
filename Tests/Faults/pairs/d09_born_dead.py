"""A bias far below zero: hardly a rectifier has ever fired, and dropout masks zeros."""
import torch
from torch import nn

import data

RULE, SITE = "D09", "drop"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.fc1, self.drop, self.fc2 = nn.Linear(24, 64), nn.Dropout(0.2), nn.Linear(64, 4)
        if faulty:
            nn.init.constant_(self.fc1.bias, -60.0)

    def forward(self, x):
        return self.fc2(self.drop(torch.relu(self.fc1(x))))


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
