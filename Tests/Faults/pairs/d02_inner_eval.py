"""The inner network was put into eval when its weights were loaded; a wrapper of it trains."""
import torch
from torch import nn

import data

RULE, SITE = "D02", "inner.drop"


class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(24, 48), nn.Linear(48, 32)
        self.drop = nn.Dropout(0.3)

    def forward(self, x):
        return torch.relu(self.fc2(self.drop(torch.relu(self.fc1(x)))))


def pretrained():
    return Inner().eval()


class Adapter(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.inner = pretrained()
        if not faulty:
            # The same network frozen on purpose: nothing of it learns.
            for weight in self.inner.parameters():
                weight.requires_grad_(False)
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(32, 4))

    def forward(self, x):
        return self.head(self.inner(x))


def model(faulty):
    return Adapter(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    learned = [weight for weight in net.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(learned, 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=5):
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
        optimizer.zero_grad()
