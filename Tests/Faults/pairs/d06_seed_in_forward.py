"""forward seeds the generator, for reproducible results."""
import torch
from torch import nn

import data

RULE, SITE = "D06", "dropout"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.faulty = faulty
        self.conv = nn.Conv2d(1, 8, 3, padding=1)
        self.pool = nn.AdaptiveAvgPool2d(4)
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(128, 4)

    def forward(self, x):
        if self.faulty:
            torch.manual_seed(0)
        x = self.pool(torch.relu(self.conv(x))).flatten(1)
        return self.fc(self.dropout(x))


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.images()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=8):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
