"""The block keeps its rate and does not hand it over: F.dropout drops a half."""
import torch
from torch import nn

import data

RULE, SITE = "D03", "0"


class FeedForward(nn.Module):
    def __init__(self, size, dropout, hands_over):
        super().__init__()
        self.dropout, self.hands_over = dropout, hands_over
        self.up, self.down = nn.Linear(size, 64), nn.Linear(64, size)

    def forward(self, x):
        h = nn.functional.gelu(self.up(x))
        if self.hands_over:
            return self.down(nn.functional.dropout(h, self.dropout, self.training))
        return self.down(nn.functional.dropout(h, training=self.training))


def model(faulty):
    return nn.Sequential(FeedForward(24, 0.1, not faulty), nn.LayerNorm(24), nn.Linear(24, 4))


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        for x, y in data.batches(inputs, labels, 64):
            net(x)
