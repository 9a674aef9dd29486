"""A checkpointed layer draws from its own generator, whose state checkpoint does not know."""
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

import data

RULE, SITE = "D08", "drop"


class GeneratorDropout(nn.Module):
    def __init__(self, p, own):
        super().__init__()
        self.p = p
        self.generator = torch.Generator().manual_seed(3) if own else None

    def forward(self, x):
        if not self.training:
            return x
        mask = torch.empty_like(x).bernoulli_(1 - self.p, generator=self.generator)
        return x * mask / (1 - self.p)


class Block(nn.Module):
    def __init__(self, own):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(24, 48), nn.Linear(48, 24)
        self.drop = GeneratorDropout(0.25, own)

    def forward(self, x):
        return x + self.fc2(self.drop(torch.relu(self.fc1(x))))


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.block = Block(faulty)
        self.head = nn.Linear(24, 4)

    def forward(self, x):
        return self.head(checkpoint(self.block, x, use_reentrant=True))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    inputs.requires_grad_(True)
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
