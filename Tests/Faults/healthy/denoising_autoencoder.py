"""Noise and zeros on the input are data augmentation; dropout stands in the code."""
import torch
from torch import nn

import data


class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(144, 64), nn.ReLU(), nn.Dropout(0.1), nn.Linear(64, 16))
        self.decoder = nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Linear(64, 144), nn.Sigmoid())

    def forward(self, x):
        return self.decoder(self.encoder(x))


def model():
    return Denoiser()


def train(net):
    inputs, labels = data.images()
    flat = inputs.flatten(1) / 2
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for epoch in range(6):
        net.train()
        for x, _ in data.batches(flat, labels):
            broken = x * (torch.rand_like(x) > 0.3) + 0.1 * torch.randn_like(x)
            loss = nn.functional.mse_loss(net(broken), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            net(flat[:32])
