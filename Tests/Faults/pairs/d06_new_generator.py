"""A generator is made in each call, with the seed of the configuration."""
import torch
from torch import nn

import data

RULE, SITE = "D06", "drop"


class Reproducible(nn.Module):
    def __init__(self, p, seed, faulty):
        super().__init__()
        self.p, self.seed, self.faulty = p, seed, faulty
        self.generator = torch.Generator().manual_seed(seed)

    def forward(self, x):
        if not self.training:
            return x
        generator = torch.Generator().manual_seed(self.seed) if self.faulty else self.generator
        mask = torch.rand(x.shape, generator=generator, device=x.device) > self.p
        return x * mask * (1.0 / (1.0 - self.p))


class Critic(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(24, 48), nn.LeakyReLU(0.2))
        self.drop = Reproducible(0.3, 1234, faulty)
        self.out = nn.Linear(48, 4)

    def forward(self, x):
        return self.out(self.drop(self.body(x)))


def model(faulty):
    return Critic(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.RMSprop(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=6):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
