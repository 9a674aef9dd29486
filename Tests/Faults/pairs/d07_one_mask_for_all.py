"""The mask has the shape of one sample, and all samples of the batch share it."""
import torch
from torch import nn

import data

RULE, SITE = "D07", "drop"


class Dropout(nn.Module):
    def __init__(self, p, faulty):
        super().__init__()
        self.p = p
        self.faulty = faulty

    def forward(self, x):
        if not self.training:
            return x
        shape = x.shape[1:] if self.faulty else x.shape
        mask = torch.bernoulli(torch.full(shape, 1 - self.p, device=x.device))
        return x * mask / (1 - self.p)


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.fc1 = nn.Linear(24, 64)
        self.drop = Dropout(0.5, faulty)
        self.fc2 = nn.Linear(64, 4)

    def forward(self, x):
        return self.fc2(self.drop(torch.relu(self.fc1(x))))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=6):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
