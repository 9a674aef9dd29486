"""One of two inputs is missing at random in training, which nothing makes up for."""
import torch
from torch import nn

import data


class TwoInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(12, 16), nn.Linear(12, 16)
        self.drop, self.head = nn.Dropout(0.2), nn.Linear(32, 4)

    def forward(self, x):
        a, b = torch.relu(self.first(x[:, :12])), torch.relu(self.second(x[:, 12:]))
        if self.training:
            b = b * (torch.rand(len(x), 1) > 0.2).float()
        return self.head(self.drop(torch.cat([a, b], 1)))


def model():
    return TwoInputs()


def train(net):
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
