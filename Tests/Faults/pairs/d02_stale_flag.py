"""The layer asks a flag of its own, which nobody sets to training."""
import torch
import torch.nn.functional as F
from torch import nn

import data

RULE, SITE = "D02", "gru_out"


class Dropped(nn.Module):
    def __init__(self, p, faulty):
        super().__init__()
        self.p = p
        self.faulty = faulty
        self.is_train = False

    def forward(self, x):
        return F.dropout(x, self.p, training=self.is_train if self.faulty else self.training)


class Tagger(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words = nn.Embedding(50, 16)
        self.gru = nn.GRU(16, 24, batch_first=True, bidirectional=True)
        self.gru_out = Dropped(0.25, faulty)
        self.head = nn.Linear(48, 4)

    def forward(self, x):
        return self.head(self.gru_out(self.gru(self.words(x))[0]))


def model(faulty):
    return Tagger(faulty)


def train(net, faulty):
    inputs, _ = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 2e-3)
    for x, _ in data.batches(inputs, inputs[:, 0], 16, epochs=5):
        loss = F.cross_entropy(net(x).flatten(0, 1), (x % 4).flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        net(inputs[:32])
