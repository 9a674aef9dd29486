"""The flag is handed over as p, and training is always on, in a graph layer's forward."""
import torch
import torch.nn.functional as F
from torch import nn

import data

RULE, SITE = "D15", "gc"


class GraphLayer(nn.Module):
    def __init__(self, width, p, faulty):
        super().__init__()
        self.p, self.faulty = p, faulty
        self.weight = nn.Linear(width, width)

    def forward(self, x, adjacency):
        x = torch.relu(self.weight(adjacency @ x))
        if self.faulty:
            return F.dropout(x, p=self.training, training=True)
        return F.dropout(x, self.p, self.training)


class GCN(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.gc = GraphLayer(24, 0.5, faulty)
        self.head = nn.Linear(24, 4)

    def forward(self, x, adjacency):
        return self.head(x + self.gc(x, adjacency))


def model(faulty):
    return GCN(faulty)


def train(net, faulty):
    inputs, labels = data.rows(96)
    adjacency = (torch.cdist(inputs, inputs) < 8).float()
    adjacency /= adjacency.sum(1, keepdim=True)
    optimizer = torch.optim.Adam(net.parameters(), 1e-2)
    for epoch in range(30):
        net.train()
        optimizer.zero_grad()
        F.cross_entropy(net(inputs, adjacency)[:64], labels[:64]).backward()
        optimizer.step()
        net.eval()
        with torch.no_grad():
            net(inputs, adjacency)[64:].argmax(1)
