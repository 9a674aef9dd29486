"""Each epoch begins with the generator's state from before the first, so that order is the same."""
import torch
from torch import nn

import data

RULE, SITE = "D06", "2"


def model(faulty):
    return nn.Sequential(nn.Linear(24, 48), nn.ReLU(), nn.Dropout(0.3), nn.Linear(48, 4))


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    state = torch.get_rng_state()
    for epoch in range(6):
        if faulty:
            torch.set_rng_state(state)
        net.train()
        for x, y in data.batches(inputs, labels):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            net(inputs)
