"""A head is put into a network that already evaluates: the new part is in training."""
import torch
from torch import nn

import data

RULE, SITE = "D01", "head.2"


def head():
    return nn.Sequential(nn.Linear(32, 32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 4))


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(24, 32), nn.ReLU(), nn.Dropout(0.1))
        self.head = nn.Linear(32, 10)

    def forward(self, x):
        return self.head(self.body(x))


def model(faulty):
    net = Backbone()
    if faulty:
        net.eval()
        net.head = head()
    else:
        net.head = head()
        net.eval()
    return net


def train(net, faulty):
    """Scores of a network that was loaded from a file."""
    inputs, labels = data.rows()
    hits = 0
    with torch.no_grad():
        for x, y in data.batches(inputs, labels, 16):
            hits += (net(x).argmax(1) == y).sum().item()
    return hits / len(labels)
