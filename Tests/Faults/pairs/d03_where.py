"""Attention by hand: torch.where zeroes the weights that should stay."""
import torch
from torch import nn

import data

RULE, SITE = "D03", "attend"


class Attend(nn.Module):
    def __init__(self, attn_drop, faulty):
        super().__init__()
        self.all, self.attn_drop = nn.Linear(16, 48), attn_drop
        self.limit = 1 - attn_drop if faulty else attn_drop

    def forward(self, x):
        q, k, v = self.all(x).chunk(3, -1)
        weights = (q @ k.transpose(1, 2) / 4).softmax(-1)
        if self.training:
            scaled = weights / (1 - self.attn_drop)
            weights = torch.where(torch.rand_like(weights) < self.limit, 0.0, scaled)
        return weights @ v


class Pooler(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words, self.attend = nn.Embedding(50, 16), Attend(0.1, faulty)
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        h = self.words(x)
        return self.head((h + self.attend(h)).mean(1))


def model(faulty):
    return Pooler(faulty)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        for x, y in data.batches(inputs, labels, 64):
            net(x)
