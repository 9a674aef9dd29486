"""A frozen encoder of PyTorch's in eval takes its fast path, which asks no dropout."""
import torch
from torch import nn

import data


class Probe(nn.Module):
    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(16, 2, 32, dropout=0.1, batch_first=True)
        self.words, self.encode = nn.Embedding(50, 16), nn.TransformerEncoder(layer, 1)
        self.words.requires_grad_(False)
        self.encode.requires_grad_(False)
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(16, 4))

    def train(self, mode=True):
        super().train(mode)
        self.encode.eval()
        return self

    def forward(self, x):
        return self.head(self.encode(self.words(x)).mean(1))


def model():
    return Probe().train()


def train(net):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, 16, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        for x, y in data.batches(inputs, labels, 64):
            net(x)
