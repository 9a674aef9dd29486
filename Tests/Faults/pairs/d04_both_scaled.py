"""Training scales by 1/(1-p), and evaluation by 1-p as well."""
import torch
from torch import nn

import data

RULE, SITE = "D04", "regular"


class Regular(nn.Module):
    def __init__(self, rate, faulty):
        super().__init__()
        self.rate = rate
        self.faulty = faulty

    def forward(self, x):
        if self.training:
            mask = torch.rand_like(x).ge(self.rate)
            return torch.where(mask, x / (1 - self.rate), torch.zeros_like(x))
        return x * (1 - self.rate) if self.faulty else x


def model(faulty):
    net = nn.Sequential()
    net.add_module("one", nn.Linear(24, 48))
    net.add_module("act", nn.ReLU())
    net.add_module("regular", Regular(0.4, faulty))
    net.add_module("two", nn.Linear(48, 4))
    return net


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(6):
        net.train()
        for x, y in data.batches(inputs, labels):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            for x, y in data.batches(inputs, labels):
                net(x)
