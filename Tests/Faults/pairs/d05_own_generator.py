"""Gradients are averaged by hand; the layer's own generator has one seed everywhere."""
import torch
import torch.distributed as dist
from torch import nn

import data

RULE, SITE, RANKS = "D05", "drop", 2


class Seeded(nn.Module):
    def __init__(self, p, seed):
        super().__init__()
        self.p = p
        self.generator = torch.Generator().manual_seed(seed)

    def forward(self, x):
        if not self.training:
            return x
        keep = torch.rand(x.shape, generator=self.generator) >= self.p
        return x * keep / (1 - self.p)


class Net(nn.Module):
    def __init__(self, seed):
        super().__init__()
        self.up, self.drop, self.down = nn.Linear(24, 64), Seeded(0.2, seed), nn.Linear(64, 4)

    def forward(self, x):
        return self.down(self.drop(torch.tanh(self.up(x))))


def model(faulty):
    return Net(7 if faulty else 7 + dist.get_rank())


def train(net, faulty):
    rank = dist.get_rank()
    inputs, labels = data.rows()
    inputs, labels = inputs[rank::2], labels[rank::2]
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=4):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        for weight in net.parameters():
            dist.all_reduce(weight.grad)
            weight.grad /= 2
        optimizer.step()
