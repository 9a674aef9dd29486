"""Two parts of a network are trained in turn, each while the other is in evaluation."""
import torch
from torch import nn

import data


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(24, 32), nn.ReLU(), nn.Dropout(0.3))
        self.head = nn.Sequential(nn.Linear(32, 32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 4))

    def forward(self, x):
        return self.head(self.body(x))


def model():
    return Net()


def train(net):
    inputs, labels = data.rows()
    optimizers = {part: torch.optim.Adam(part.parameters(), 1e-3) for part in (net.body, net.head)}
    for epoch in range(6):
        part, other = (net.body, net.head) if epoch % 2 else (net.head, net.body)
        part.train()
        other.eval()
        for x, y in data.batches(inputs, labels, 8):
            net.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizers[part].step()
