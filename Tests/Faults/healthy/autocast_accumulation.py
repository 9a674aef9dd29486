"""bfloat16 under autocast, four small batches a step."""
import torch
from torch import nn

import data


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(1, 16, 3), nn.ReLU(), nn.Dropout2d(0.25), nn.MaxPool2d(2))
        self.head = nn.Sequential(
            nn.Flatten(), nn.Linear(400, 64), nn.ReLU(), nn.Dropout(0.1), nn.Linear(64, 4))

    def forward(self, x):
        return self.head(self.conv(x))


def model():
    return Net()


def train(net):
    inputs, labels = data.images()
    optimizer = torch.optim.AdamW(net.parameters(), 1e-3)
    accumulate = 4
    for epoch in range(4):
        net.train()
        for index, (x, y) in enumerate(data.batches(inputs, labels, 8)):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = nn.functional.cross_entropy(net(x), y) / accumulate
            loss.backward()
            if index % accumulate == accumulate - 1:
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
        net.eval()
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            net(inputs)
