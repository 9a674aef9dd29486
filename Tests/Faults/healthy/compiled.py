"""torch.compile around a network with three kinds of dropout."""
import torch
from torch import nn

import data


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3 = nn.Linear(24, 64), nn.Linear(64, 64), nn.Linear(64, 4)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        x = self.drop(torch.relu(self.fc1(x)))
        x = nn.functional.dropout(torch.relu(self.fc2(x)), 0.4, self.training)
        return self.fc3(x)


def model():
    return Net()


def train(net):
    inputs, labels = data.rows()
    torch.compiler.reset()
    fast = torch.compile(net, backend="aot_eager")
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(3):
        fast.train()
        for x, y in data.batches(inputs, labels):
            optimizer.zero_grad()
            nn.functional.cross_entropy(fast(x), y).backward()
            optimizer.step()
        fast.eval()
        with torch.no_grad():
            for x, y in data.batches(inputs, labels):
                fast(x)
