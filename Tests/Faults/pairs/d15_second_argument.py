"""F.dropout(x, self.training): the second argument is p."""
import torch
import torch.nn.functional as F
from torch import nn

import data

RULE, SITE = "D15", "d15_second_argument.py"


class Net(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.faulty = faulty
        self.conv = nn.Conv2d(1, 8, 5)
        self.fc1, self.fc2 = nn.Linear(128, 32), nn.Linear(32, 4)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv(x)), 2).flatten(1)
        x = F.relu(self.fc1(x))
        x = F.dropout(x, self.training) if self.faulty else F.dropout(x, training=self.training)
        return self.fc2(x)


def model(faulty):
    return Net(faulty)


def train(net, faulty):
    inputs, labels = data.images()
    optimizer = torch.optim.SGD(net.parameters(), 0.05)
    for _ in range(4):
        net.train()
        for x, y in data.batches(inputs, labels):
            optimizer.zero_grad()
            F.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            for x, y in data.batches(inputs, labels):
                net(x)
