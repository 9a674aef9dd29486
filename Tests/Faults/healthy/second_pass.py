"""Sharpness-aware minimisation gives the generator its state back for the second pass of a step."""
import torch
from torch import nn

import data


def model():
    return nn.Sequential(
        nn.Linear(24, 48), nn.ReLU(), nn.Dropout(0.3), nn.Linear(48, 48), nn.ReLU(), nn.Dropout(0.3),
        nn.Linear(48, 4))



def train(net):
    inputs, labels = data.rows()
    optimizer = torch.optim.SGD(net.parameters(), 0.05)
    for x, y in data.batches(inputs, labels, 16, epochs=2):
        state = torch.get_rng_state()
        nn.functional.cross_entropy(net(x), y).backward()
        with torch.no_grad():
            moves = [0.05 * weight.grad / (weight.grad.norm() + 1e-9) for weight in net.parameters()]
            for weight, move in zip(net.parameters(), moves):
                weight.add_(move)
        optimizer.zero_grad()
        torch.set_rng_state(state)
        nn.functional.cross_entropy(net(x), y).backward()
        with torch.no_grad():
            for weight, move in zip(net.parameters(), moves):
                weight.sub_(move)
        optimizer.step()
        optimizer.zero_grad()
