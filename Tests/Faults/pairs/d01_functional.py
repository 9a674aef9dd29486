"""A functional dropout is never told whether the network is training."""
import torch
import torch.nn.functional as F
from torch import nn

import data

RULE, SITE = "D01", "d01_functional.py"


class ConvNet(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.faulty = faulty
        self.conv1 = nn.Conv2d(1, 8, 3)
        self.conv2 = nn.Conv2d(8, 16, 3)
        self.fc1 = nn.Linear(64, 32)
        self.fc2 = nn.Linear(32, 4)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 1)
        x = F.avg_pool2d(x, 1).flatten(1)
        x = F.relu(self.fc1(x[:, :64]))
        x = F.dropout(x, 0.4) if self.faulty else F.dropout(x, 0.4, training=self.training)
        return F.log_softmax(self.fc2(x), dim=1)


def model(faulty):
    return ConvNet(faulty)


def train(net, faulty):
    inputs, labels = data.images()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    for _ in range(5):
        net.train()
        for x, y in data.batches(inputs, labels):
            optimizer.zero_grad()
            F.nll_loss(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            for x, y in data.batches(inputs, labels, 64):
                net(x).argmax(1).eq(y).sum()
