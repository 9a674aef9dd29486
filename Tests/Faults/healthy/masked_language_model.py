"""Tokens are masked at random by the collator: draws that are no dropout."""
import torch
from torch import nn

import data


class Bert(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.places = nn.Embedding(52, 16), nn.Embedding(12, 16)
        self.norm, self.drop = nn.LayerNorm(16), nn.Dropout(0.1)
        layer = nn.TransformerEncoderLayer(
            16, 2, 32, 0.1, "gelu", batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.head = nn.Linear(16, 52)

    def forward(self, x):
        x = self.words(x) + self.places(torch.arange(x.shape[1]))
        return self.head(self.encoder(self.drop(self.norm(x))))


def collate(x):
    labels = x.clone()
    masked = torch.bernoulli(torch.full(x.shape, 0.3)).bool()
    labels[~masked] = -100
    replaced = torch.bernoulli(torch.full(x.shape, 0.8)).bool() & masked
    x = x.masked_fill(replaced, 51)
    return x, labels


def model():
    return Bert()


def train(net):
    inputs, labels = data.tokens()
    optimizer = torch.optim.AdamW(net.parameters(), 1e-3)
    for epoch in range(4):
        net.train()
        for x, _ in data.batches(inputs, labels):
            x, y = collate(x)
            loss = nn.functional.cross_entropy(net(x).flatten(0, 1), y.flatten())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            x, y = collate(inputs)
            net(x)
