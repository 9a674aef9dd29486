"""A GRU cell by hand, its mask drawn once a sequence, over a loop of time steps."""
import torch
from torch import nn

import data


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(50, 16)
        self.cell = nn.GRUCell(16, 32)
        self.drop = nn.Dropout(0.2)
        self.p = 0.3
        self.out = nn.Linear(32, 4)

    def forward(self, x):
        x = self.words(x)
        state = x.new_zeros(x.shape[0], 32)
        held = None
        if self.training:
            held = torch.bernoulli(torch.full_like(state, 1 - self.p)) / (1 - self.p)
        for step in range(x.shape[1]):
            state = self.cell(self.drop(x[:, step]), state if held is None else state * held)
        return self.out(state)


def model():
    return Recurrent()


def train(net):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 2e-3)
    for epoch in range(4):
        net.train()
        for x, y in data.batches(inputs, labels):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
        net.eval()
        with torch.no_grad():
            net(inputs[:32])
