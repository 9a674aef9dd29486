"""A classifier is trained on the features of an encoder that was trained before and rests."""
import torch
from torch import nn

import data


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(24, 40), nn.ReLU(), nn.Dropout(0.2), nn.Linear(40, 8))
        self.decoder = nn.Sequential(nn.Linear(8, 40), nn.ReLU(), nn.Dropout(0.2), nn.Linear(40, 24))

    def forward(self, x):
        return self.decoder(self.encoder(x))


def model():
    return Autoencoder()


def train(net):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, _ in data.batches(inputs, labels, 16, epochs=2):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(x), x).backward()
        optimizer.step()
    net.eval()
    classifier = nn.Linear(8, 4)
    optimizer = torch.optim.Adam(classifier.parameters(), 1e-2)
    for x, y in data.batches(inputs, labels, 16, epochs=3):
        optimizer.zero_grad()
        nn.functional.cross_entropy(classifier(net.encoder(x)), y).backward()
        optimizer.step()
