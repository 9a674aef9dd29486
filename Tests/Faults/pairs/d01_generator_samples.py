"""Samples of a generator are looked at after each epoch, and its dropout still drops."""
import torch
from torch import nn

import data

RULE, SITE = "D01", "body.2"


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 24))

    def forward(self, noise):
        return self.body(noise)


class Pair(nn.Module):
    def __init__(self):
        super().__init__()
        self.generator = Generator()
        self.critic = nn.Sequential(nn.Linear(24, 32), nn.LeakyReLU(0.2), nn.Linear(32, 1))


def model(faulty):
    return Pair()


def train(net, faulty):
    inputs, labels = data.rows()
    makes = torch.optim.Adam(net.generator.parameters(), 1e-3)
    judges = torch.optim.Adam(net.critic.parameters(), 1e-3)
    for epoch in range(4):
        net.generator.train()
        for x, _ in data.batches(inputs, labels):
            made = net.generator(torch.randn(len(x), 8))
            loss = nn.functional.softplus(-net.critic(x)) + nn.functional.softplus(net.critic(made.detach()))
            judges.zero_grad()
            loss.mean().backward()
            judges.step()
            makes.zero_grad()
            nn.functional.softplus(-net.critic(made)).mean().backward()
            makes.step()
        if not faulty:
            net.generator.eval()
        with torch.no_grad():
            net.generator(torch.randn(16, 8))
