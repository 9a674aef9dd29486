"""A dropout module is made anew inside forward, where eval() cannot reach it."""
import torch
from torch import nn

import data

RULE, SITE = "D01", "d01_made_in_forward.py"


class Block(nn.Module):
    def __init__(self, width, faulty):
        super().__init__()
        self.faulty = faulty
        self.norm = nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, 4, dropout=0.1, batch_first=True)
        self.mlp = nn.Sequential(
            nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        y = self.norm(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        if self.faulty:
            return x + nn.Dropout(0.2)(self.mlp(x))
        return x + self.drop(self.mlp(x))


class Classifier(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words = nn.Embedding(50, 16)
        self.blocks = nn.ModuleList(Block(16, faulty) for _ in range(2))
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        x = self.words(x)
        for block in self.blocks:
            x = block(x)
        return self.head(x.mean(1))


def model(faulty):
    net = Classifier(faulty)
    if faulty:
        for block in net.blocks:
            del block.drop
    return net


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.AdamW(net.parameters(), 1e-3)
    for epoch in range(4):
        net.train()
        for x, y in data.batches(inputs, labels):
            loss = nn.functional.cross_entropy(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        net.eval()
        with torch.inference_mode():
            net(inputs)
