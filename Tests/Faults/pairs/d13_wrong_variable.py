"""The next layer reads the tensor from before the dropout."""
import torch
from torch import nn

import data

RULE, SITE = "D13", "resid_dropout"


class Block(nn.Module):
    def __init__(self, width, faulty):
        super().__init__()
        self.faulty = faulty
        self.norm = nn.LayerNorm(width)
        self.fc, self.proj = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.resid_dropout = nn.Dropout(0.2)

    def forward(self, x):
        projected = self.proj(nn.functional.gelu(self.fc(self.norm(x))))
        dropped = self.resid_dropout(projected)
        return x + (projected if self.faulty else dropped)


class GPT(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words = nn.Embedding(50, 16)
        self.block = Block(16, faulty)
        self.head = nn.Linear(16, 50)

    def forward(self, x):
        return self.head(self.block(self.words(x)))


def model(faulty):
    return GPT(faulty)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.AdamW(net.parameters(), 1e-3)
    for x, _ in data.batches(inputs, labels, epochs=8):
        optimizer.zero_grad()
        logits = net(x[:, :-1])
        nn.functional.cross_entropy(logits.flatten(0, 1), x[:, 1:].flatten()).backward()
        optimizer.step()
