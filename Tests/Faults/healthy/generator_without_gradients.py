"""A generator with dropout makes samples without gradients for its discriminator's steps."""
import torch
from torch import nn

import data


class Pair(nn.Module):
    def __init__(self):
        super().__init__()
        self.generator = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Dropout(0.5), nn.Linear(32, 24))
        self.critic = nn.Sequential(nn.Linear(24, 32), nn.LeakyReLU(0.2), nn.Dropout(0.25), nn.Linear(32, 1))


def model():
    return Pair()


def train(net):
    inputs, labels = data.rows()
    makes = torch.optim.Adam(net.generator.parameters(), 1e-3)
    judges = torch.optim.Adam(net.critic.parameters(), 1e-3)
    for x, _ in data.batches(inputs, labels, epochs=4):
        with torch.no_grad():
            made = net.generator(torch.randn(len(x), 8))
        loss = nn.functional.softplus(-net.critic(x)) + nn.functional.softplus(net.critic(made))
        judges.zero_grad()
        loss.mean().backward()
        judges.step()
        makes.zero_grad()
        nn.functional.softplus(-net.critic(net.generator(torch.randn(len(x), 8)))).mean().backward()
        makes.step()
