"""Dropout feeds a batch norm; its twin drops after the last one."""
import torch
from torch import nn

import data

RULE, SITE = "D11", "features.2"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        drop, norm = nn.Dropout(0.4), nn.BatchNorm2d(8)
        self.features = nn.Sequential(
            nn.Conv2d(1, 8, 3), nn.ReLU(), *((drop, norm) if faulty else (norm, drop)))
        self.head = nn.Linear(8 * 100, 4)

    def forward(self, x):
        return self.head(self.features(x).flatten(1))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.images()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(5):
        net.train()
        for x, y in data.batches(inputs, labels):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            net(inputs)
