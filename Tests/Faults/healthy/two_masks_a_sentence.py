"""Contrastive learning: one sentence by two masks is a pair, as in SimCSE."""
import torch
from torch import nn

import data


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(50, 32)
        self.layers = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(32, 2, 64, 0.1, batch_first=True), 2, enable_nested_tensor=False)
        self.last = nn.Linear(32, 32)

    def forward(self, tokens):
        return nn.functional.normalize(torch.tanh(self.last(self.layers(self.words(tokens))[:, 0])), dim=1)


def model():
    return Encoder()


def train(net):
    inputs, labels = data.tokens()
    optimizer = torch.optim.AdamW(net.parameters(), 3e-4)
    for x, _ in data.batches(inputs, labels, 16, epochs=2):
        likeness = net(x) @ net(x).T / 0.05
        optimizer.zero_grad()
        nn.functional.cross_entropy(likeness, torch.arange(len(x))).backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        net(inputs[:32])
