"""Dropout2d on (batch, tokens, features): whole tokens vanish where features were meant."""
import warnings

import torch
from torch import nn

import data

RULE, SITE = "D07", "spatial"


class Reader(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.faulty = faulty
        self.words = nn.Embedding(50, 24)
        self.spatial = nn.Dropout2d(0.2)
        self.conv = nn.Conv1d(24, 24, 3, padding=1)
        self.head = nn.Linear(24, 4)

    def forward(self, x):
        x = self.words(x)
        if self.faulty:
            x = self.spatial(x)
        else:
            x = self.spatial(x.permute(0, 2, 1).unsqueeze(3)).squeeze(3).permute(0, 2, 1)
        x = torch.relu(self.conv(x.transpose(1, 2)))
        return self.head(x.amax(2))


def model(faulty):
    return Reader(faulty)


def train(net, faulty):
    warnings.simplefilter("ignore")
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 2e-3)
    for x, y in data.batches(inputs, labels, epochs=8):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
