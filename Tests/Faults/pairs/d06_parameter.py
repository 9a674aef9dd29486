"""The mask is a parameter without gradient, drawn once, in a block that does much else."""
import torch
from torch import nn

import data

RULE, SITE = "D06", ".py"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.fc1, self.fc2, self.p = nn.Linear(24, 48), nn.Linear(48, 4), 0.5
        self.mask = nn.Parameter((torch.rand(48) > 0.5).float(), requires_grad=False)
        self.faulty = faulty

    def forward(self, x):
        h = torch.relu(self.fc1(x))
        if self.training:
            mask = self.mask if self.faulty else (torch.rand_like(h) > self.p).float()
            h = h * mask / (1 - self.p)
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
