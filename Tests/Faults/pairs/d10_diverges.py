"""The learning rate is far too large: after some steps the weights are no numbers any more."""
import torch
from torch import nn

import data

RULE, SITE = "D10", "1"


def model(faulty):
    return nn.Sequential(nn.Linear(24, 48), nn.Dropout(0.1), nn.Linear(48, 48), nn.Linear(48, 1))


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.SGD(net.parameters(), 3.0 if faulty else 0.001)
    for x, y in data.batches(inputs, labels, epochs=8):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(x)[:, 0], y.float()).backward()
        optimizer.step()
