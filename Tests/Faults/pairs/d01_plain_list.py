"""Dropout modules are kept in a plain list, which eval() does not walk."""
import torch
from torch import nn

import data

RULE, SITE = "D01", "d01_plain_list.py"


class Deep(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(24, 32), nn.Linear(32, 32), nn.Linear(32, 32)])
        drops = [nn.Dropout(0.25) for _ in self.layers]
        self.drops = drops if faulty else nn.ModuleList(drops)
        self.head = nn.Linear(32, 4)

    def forward(self, x):
        for layer, drop in zip(self.layers, self.drops):
            x = drop(torch.relu(layer(x)))
        return self.head(x)


def model(faulty):
    return Deep(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters())
    for x, y in data.batches(inputs, labels, epochs=6):
        net.train()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
        optimizer.zero_grad()
    net.eval()
    with torch.no_grad():
        for x, y in data.batches(inputs, labels):
            net(x)
