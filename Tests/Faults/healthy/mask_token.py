"""Patches are replaced by a learnt token at random, in training and in evaluation."""
import torch
from torch import nn

import data


class Masked(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed, self.token = nn.Linear(9, 32), nn.Parameter(torch.zeros(1, 1, 32))
        self.encode = nn.TransformerEncoderLayer(32, 4, 64, dropout=0.1, batch_first=True)
        self.head, self.ratio = nn.Linear(32, 4), 0.6

    def forward(self, x):
        patches = x.unfold(2, 3, 3).unfold(3, 3, 3).reshape(x.size(0), 16, 9)
        h = self.embed(patches)
        hidden = (torch.rand(h.shape[:2]) < self.ratio).float().unsqueeze(-1)
        h = h * (1 - hidden) + self.token * hidden
        return self.head(self.encode(h).mean(1))


def model():
    return Masked()


def train(net):
    inputs, labels = data.images()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        for x, y in data.batches(inputs, labels, 64):
            net(x)
