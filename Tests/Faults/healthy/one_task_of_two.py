"""A network for two tasks, each with a dropout of its own, is trained on one of them."""
import torch
from torch import nn

import data


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Linear(24, 40)
        self.drops = nn.ModuleDict({"class": nn.Dropout(0.2), "size": nn.Dropout(0.4)})
        self.heads = nn.ModuleDict({"class": nn.Linear(40, 4), "size": nn.Linear(40, 1)})

    def forward(self, x, task):
        return self.heads[task](self.drops[task](torch.relu(self.trunk(x))))


def model():
    return Net()


def train(net):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x, "class"), y).backward()
        optimizer.step()
