"""Checkpointing saves time by not saving the generator's state."""
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

import data

RULE, SITE = "D08", "blocks.0.1"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.faulty = faulty
        self.up = nn.Linear(24, 32)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Linear(32, 32), nn.Dropout(0.2), nn.ReLU()) for _ in range(3))
        self.head = nn.Linear(32, 4)

    def forward(self, x):
        x = self.up(x)
        for block in self.blocks:
            x = x + checkpoint(
                block, x, use_reentrant=False, preserve_rng_state=not self.faulty)
        return self.head(x)


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
