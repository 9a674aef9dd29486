"""Both players have dropout; the critic judges each step twice, the sampler is in eval."""
import torch
from torch import nn

import data


class Gan(nn.Module):
    def __init__(self):
        super().__init__()
        self.generator = nn.Sequential(
            nn.Linear(8, 48), nn.ReLU(), nn.Dropout(0.2), nn.Linear(48, 24))
        self.critic = nn.Sequential(
            nn.Linear(24, 48), nn.LeakyReLU(0.2), nn.Dropout(0.4), nn.Linear(48, 32),
            nn.LeakyReLU(0.2), nn.Dropout(0.4), nn.Linear(32, 1))


def model():
    return Gan()


def train(net):
    inputs, labels = data.rows()
    of_generator = torch.optim.Adam(net.generator.parameters(), 2e-4, betas=(0.5, 0.999))
    of_critic = torch.optim.Adam(net.critic.parameters(), 2e-4, betas=(0.5, 0.999))
    loss_of = nn.BCEWithLogitsLoss()
    for epoch in range(4):
        net.train()
        for real, _ in data.batches(inputs, labels):
            fake = net.generator(torch.randn(len(real), 8))
            of_critic.zero_grad()
            loss = loss_of(net.critic(real), torch.ones(len(real), 1))
            loss = loss + loss_of(net.critic(fake.detach()), torch.zeros(len(real), 1))
            loss.backward()
            of_critic.step()
            of_generator.zero_grad()
            loss_of(net.critic(fake), torch.ones(len(real), 1)).backward()
            of_generator.step()
        net.generator.eval()
        with torch.no_grad():
            net.generator(torch.randn(16, 8))
        net.generator.train()
