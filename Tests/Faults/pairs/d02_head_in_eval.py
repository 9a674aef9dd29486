"""A new head that begins with dropout trains on a frozen network, and all is left in evaluation."""
import torch
from torch import nn

import data

RULE, SITE = "D02", "1.0"


def model(faulty):
    backbone = nn.Sequential(nn.Linear(24, 48), nn.ReLU(), nn.Linear(48, 48), nn.ReLU())
    return nn.Sequential(backbone.requires_grad_(False), nn.Sequential(nn.Dropout(0.4), nn.Linear(48, 4)))


def train(net, faulty):
    inputs, labels = data.rows()
    net.eval()
    if not faulty:
        net[1].train()
    optimizer = torch.optim.Adam(net[1].parameters(), 1e-2)
    for x, y in data.batches(inputs, labels, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
