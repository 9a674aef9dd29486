"""seed_everything at the top of each epoch: every epoch draws the masks of the first."""
import random

import torch
from torch import nn

import data

RULE, SITE = "D06", "drop"


def seed_everything(seed):
    random.seed(seed)
    torch.manual_seed(seed)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(24, 64), nn.GELU(), nn.Linear(64, 64), nn.GELU())
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(64, 4)

    def forward(self, x):
        return self.head(self.drop(self.layers(x)))


def model(faulty):
    return Net()


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.AdamW(net.parameters(), 1e-3)
    seed_everything(1)
    for epoch in range(6):
        if faulty:
            seed_everything(1)
        for x, y in data.batches(inputs, labels, 16):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
