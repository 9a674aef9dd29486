"""F.dropout as a statement: it returns the dropped tensor and does not change its input."""
import torch
import torch.nn.functional as F
from torch import nn

import data

RULE, SITE = "D13", "d13_statement.py"


class MLP(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.faulty = faulty
        self.fc1, self.fc2, self.fc3 = nn.Linear(24, 48), nn.Linear(48, 48), nn.Linear(48, 4)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        if self.faulty:
            F.dropout(x, 0.3, training=self.training)
        else:
            x = F.dropout(x, 0.3, training=self.training)
        return self.fc3(F.relu(self.fc2(x)))


def model(faulty):
    return MLP(faulty)


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=6):
        optimizer.zero_grad()
        F.cross_entropy(net(x), y).backward()
        optimizer.step()
