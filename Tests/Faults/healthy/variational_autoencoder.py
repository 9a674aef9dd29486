"""Noise is drawn in training and for samples in evaluation: no dropout, and one that is."""
import torch
from torch import nn

import data


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(144, 48), nn.ReLU(), nn.Dropout(0.2))
        self.mean, self.spread = nn.Linear(48, 8), nn.Linear(48, 8)
        self.decoder = nn.Sequential(nn.Linear(8, 48), nn.ReLU(), nn.Linear(48, 144))

    def forward(self, x):
        h = self.encoder(x)
        mean, spread = self.mean(h), self.spread(h)
        z = mean + torch.randn_like(mean) * (spread / 2).exp()
        return self.decoder(z), mean, spread


def model():
    return VAE()


def train(net):
    inputs, labels = data.images()
    flat = (inputs.flatten(1) > 0.9).float()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for epoch in range(5):
        net.train()
        for x, _ in data.batches(flat, labels):
            y, mean, spread = net(x)
            loss = nn.functional.binary_cross_entropy_with_logits(y, x, reduction="sum")
            loss = loss + 0.5 * (mean ** 2 + spread.exp() - 1 - spread).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            pixels = torch.sigmoid(net.decoder(torch.randn(16, 8)))
            torch.bernoulli(pixels)
            net(flat[:32])
