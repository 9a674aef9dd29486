"""A learning rate that kills most rectifiers in the first steps: dropout masks zeros."""
import torch
from torch import nn

import data

RULE, SITE = "D09", "2"


def model(faulty):
    net = nn.Sequential(nn.Linear(24, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 4))
    if faulty:
        nn.init.constant_(net[0].bias[:40], -60.0)
    return net


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.SGD(net.parameters(), 0.02)
    for x, y in data.batches(inputs, labels, epochs=8):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
