"""The embedding drops already, and forward drops once more; two dropouts at one rate."""
import torch
import torch.nn.functional as F
from torch import nn

import data

RULE, SITE = "D14", "d14_module_and_function.py"


class Embedding(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(50, 32)
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        return self.drop(self.words(x))


class Reader(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.faulty = faulty
        self.embedding = Embedding()
        self.norm = nn.LayerNorm(32)
        layer = nn.TransformerEncoderLayer(32, 4, 64, dropout=0.1, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 1, enable_nested_tensor=False)
        self.head = nn.Linear(32, 4)

    def forward(self, x):
        x = self.embedding(x)
        if not self.faulty:
            x = self.norm(x)
        x = F.dropout(x, 0.1, self.training)
        return self.head(self.encoder(x).mean(1))


def model(faulty):
    return Reader(faulty)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=5):
        optimizer.zero_grad()
        F.cross_entropy(net(x), y).backward()
        optimizer.step()
