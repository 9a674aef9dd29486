"""Pretraining alone of a network that has a dropout for the stage after it."""
import torch
from torch import nn

import data


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder, self.classifier = nn.Linear(24, 40), nn.Linear(40, 24), nn.Linear(40, 4)
        self.noise, self.drop = nn.Dropout(0.2), nn.Dropout(0.5)

    def forward(self, x, stage="pretrain"):
        code = torch.tanh(self.encoder(self.noise(x)))
        return self.decoder(code) if stage == "pretrain" else self.classifier(self.drop(code))


def model():
    return Net()


def train(net):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for x, _ in data.batches(inputs, labels, epochs=4):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(x), x).backward()
        optimizer.step()
