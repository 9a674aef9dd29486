"""The line after a dropout module takes its scale back in training."""
import torch
from torch import nn

import data

RULE, SITE = "D04", "drop"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.fc1, self.drop, self.fc2 = nn.Linear(24, 48), nn.Dropout(0.4), nn.Linear(48, 4)
        self.faulty = faulty

    def forward(self, x):
        h = self.drop(torch.relu(self.fc1(x)))
        if self.faulty and self.training:
            h = h * (1 - self.drop.p)
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
