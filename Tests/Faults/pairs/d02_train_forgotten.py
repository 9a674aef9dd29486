"""eval() at the end of the first epoch, and train() is never called again."""
import torch
from torch import nn

import data

RULE, SITE = "D02", None


def model(faulty):
    return nn.Sequential(
        nn.Linear(24, 64), nn.ReLU(), nn.Dropout(0.4), nn.Linear(64, 32), nn.ReLU(),
        nn.Dropout(0.2), nn.Linear(32, 4))


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    net.train()
    for epoch in range(6):
        if not faulty:
            net.train()
        for x, y in data.batches(inputs, labels):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            for x, y in data.batches(inputs, labels, 64):
                net(x)
