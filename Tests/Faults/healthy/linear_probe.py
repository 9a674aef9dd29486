"""A network in eval as a whole: only its head is in the optimizer, and nothing is frozen by hand."""
import torch
from torch import nn

import data


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Sequential(
            nn.Linear(24, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 32), nn.ReLU(),
            nn.Dropout(0.3))
        self.head = nn.Linear(32, 4)

    def forward(self, x):
        return self.head(self.backbone(x))


def model():
    return Net()


def train(net):
    inputs, labels = data.rows()
    net.eval()
    optimizer = torch.optim.SGD(net.head.parameters(), 0.05)
    for x, y in data.batches(inputs, labels, 16, epochs=5):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
