"""The only dropout of the network is made in the constructor and forgotten in forward."""
import torch
from torch import nn

import data

RULE, SITE = "D02", "body.dropout"


class Body(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(24, 48), nn.Linear(48, 24)
        self.dropout = nn.Dropout(0.3)
        self.faulty = faulty

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        if not self.faulty:
            x = self.dropout(x)
        return self.fc2(x)


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.body, self.head = Body(faulty), nn.Linear(24, 4)

    def forward(self, x):
        return self.head(self.body(x))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=4):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
