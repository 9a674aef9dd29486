"""All is in evaluation but a new head, which trains on a frozen network."""
import torch
from torch import nn

import data


def model():
    encoder = nn.Sequential(nn.Linear(24, 40), nn.ReLU(), nn.Dropout(0.2))
    head = nn.Sequential(nn.Linear(40, 40), nn.ReLU(), nn.Dropout(0.5), nn.Linear(40, 4))
    return nn.Sequential(encoder.requires_grad_(False), head)


def train(net):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net[1].parameters(), 1e-3)
    for epoch in range(3):
        net.eval()
        net[1].train()
        for x, y in data.batches(inputs, labels, 16):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            net(inputs)
