"""A block ends in a dropout, and the head begins with one."""
import torch
from torch import nn

import data

RULE, SITE = "D14", "head.0"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.block = nn.Sequential(nn.Linear(24, 64), nn.ReLU(), nn.Dropout(0.3))
        head = [nn.Linear(64, 4)]
        if faulty:
            head.insert(0, nn.Dropout(0.3))
        else:
            head = [nn.Linear(64, 64), nn.Dropout(0.3), *head]
        self.head = nn.Sequential(*head)

    def forward(self, x):
        return self.head(self.block(x))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=6):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
