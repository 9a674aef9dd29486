"""Nothing but evaluation, as a server does it."""
import torch
from torch import nn

import data


class Ranker(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.EmbeddingBag(50, 32)
        self.mlp = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(32, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 1))
        self.spare = nn.Dropout(0.5)

    def forward(self, x):
        return self.mlp(self.words(x))


def model():
    return Ranker()


def train(net):
    inputs, _ = data.tokens()
    net.eval()
    with torch.inference_mode():
        for start in range(0, 128, 8):
            net(inputs[start:start + 8])
