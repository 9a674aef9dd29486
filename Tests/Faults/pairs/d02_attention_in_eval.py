"""The attention alone was put into evaluation, where it hands on a rate of 0 to its kernel."""
import torch
from torch import nn

import data

RULE, SITE = "D02", "attend"


class Pooler(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(50, 16)
        self.attend = nn.MultiheadAttention(16, 2, dropout=0.3, batch_first=True)
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        h = self.words(x)
        return self.head((h + self.attend(h, h, h, need_weights=False)[0]).mean(1))


def model(faulty):
    return Pooler()


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    if faulty:
        net.attend.eval()
    for x, y in data.batches(inputs, labels, 16, epochs=4):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
