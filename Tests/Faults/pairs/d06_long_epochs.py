"""The seed is set at the top of each epoch, and an epoch has a hundred steps."""
import torch
from torch import nn

import data

RULE, SITE = "D06", "2"


def model(faulty):
    return nn.Sequential(nn.Linear(24, 48), nn.ReLU(), nn.Dropout(0.3), nn.Linear(48, 4))


def train(net, faulty):
    inputs, labels = data.rows(count=1600)
    optimizer = torch.optim.SGD(net.parameters(), 0.05)
    for epoch in range(4):
        torch.manual_seed(0 if faulty else epoch)
        for x, y in zip(inputs.split(16), labels.split(16)):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
