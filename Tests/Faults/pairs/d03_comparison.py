"""A mask from a comparison the wrong way round, in an autoencoder's bottleneck."""
import torch
from torch import nn

import data

RULE, SITE = "D03", "noise"


class Bottleneck(nn.Module):
    def __init__(self, drop_prob, faulty):
        super().__init__()
        self.drop_prob = drop_prob
        self.faulty = faulty

    def forward(self, z):
        if not self.training or self.drop_prob == 0:
            return z
        noise = torch.rand(z.shape, device=z.device)
        mask = (noise < self.drop_prob) if self.faulty else (noise >= self.drop_prob)
        return z * mask.to(z.dtype) / (1 - self.drop_prob)


class AutoEncoder(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(144, 64), nn.ELU(), nn.Linear(64, 32), nn.ELU())
        self.noise = Bottleneck(0.3, faulty)
        self.decoder = nn.Sequential(nn.Linear(32, 64), nn.ELU(), nn.Linear(64, 144))

    def forward(self, x):
        return self.decoder(self.noise(self.encoder(x)))


def model(faulty):
    return AutoEncoder(faulty)


def train(net, faulty):
    inputs, labels = data.images()
    flat = inputs.flatten(1)
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, _ in data.batches(flat, labels, epochs=10):
        loss = nn.functional.mse_loss(net(x), x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        net(flat[:32])
