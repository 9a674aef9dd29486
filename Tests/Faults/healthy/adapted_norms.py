"""A trained network in evaluation is fitted to shifted data by its batch norms alone."""
import torch
from torch import nn

import data


def model():
    return nn.Sequential(
        nn.Linear(24, 40), nn.BatchNorm1d(40), nn.ReLU(), nn.Dropout(0.3), nn.Linear(40, 40),
        nn.BatchNorm1d(40), nn.ReLU(), nn.Dropout(0.3), nn.Linear(40, 4))


def train(net):
    inputs, labels = data.rows()
    net.eval()
    norms = [weight for layer in net if isinstance(layer, nn.BatchNorm1d) for weight in layer.parameters()]
    optimizer = torch.optim.SGD(norms, 1e-3)
    for x, _ in data.batches(inputs + 0.3, labels, 16):
        out = net(x)
        entropy = -(out.softmax(1) * out.log_softmax(1)).sum(1).mean()
        optimizer.zero_grad()
        entropy.backward()
        optimizer.step()
