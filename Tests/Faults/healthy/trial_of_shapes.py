"""Lazy layers learn their shapes from a row of zeros, before the network trains."""
import torch
from torch import nn

import data


def model():
    return nn.Sequential(
        nn.LazyConv2d(8, 3), nn.ReLU(), nn.Dropout2d(0.1), nn.Flatten(), nn.LazyLinear(32), nn.ReLU(),
        nn.Dropout(0.5), nn.LazyLinear(4))


def train(net):
    images, labels = data.images()
    with torch.no_grad():
        net(images[:1])
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for epoch in range(3):
        net.train()
        for x, y in data.batches(images, labels):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            net(images)
