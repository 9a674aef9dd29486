"""A policy acts in evaluation, and nobody says train() before it is updated."""
import torch
from torch import nn

import data

RULE, SITE = "D02", "2"


def model(faulty):
    return nn.Sequential(nn.Linear(4, 32), nn.Tanh(), nn.Dropout(0.1), nn.Linear(32, 2))


def train(net, faulty):
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for rollout in range(8):
        net.eval()
        seen = torch.randn(64, 4)
        with torch.no_grad():
            actions = net(seen).argmax(1)
        if not faulty:
            net.train()
        for update in range(4):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(seen), actions).backward()
            optimizer.step()
