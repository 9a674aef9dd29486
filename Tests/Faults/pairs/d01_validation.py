"""Validation turns gradients off and forgets eval()."""
import torch
from torch import nn

import data

RULE, SITE = "D01", "classifier.1"


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(50, 16)
        self.lstm = nn.LSTM(16, 24, num_layers=2, dropout=0.3, batch_first=True)
        self.classifier = nn.Sequential(nn.Linear(24, 32), nn.Dropout(0.5), nn.Linear(32, 4))

    def forward(self, x):
        states, _ = self.lstm(self.words(x))
        return self.classifier(states[:, -1])


def model(faulty):
    return Reader()


@torch.no_grad()
def validate(net, inputs, labels, faulty):
    if not faulty:
        net.eval()
    hits = sum((net(x).argmax(1) == y).sum().item() for x, y in data.batches(inputs, labels))
    if not faulty:
        net.train()
    return hits / len(labels)


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    loss_of = nn.CrossEntropyLoss()
    net.train()
    for _ in range(6):
        for x, y in data.batches(inputs, labels):
            optimizer.zero_grad()
            loss_of(net(x), y).backward()
            optimizer.step()
        validate(net, inputs, labels, faulty)
