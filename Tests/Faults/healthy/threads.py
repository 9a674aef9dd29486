"""Two networks train side by side, each in a thread of its own."""
import threading

import torch
from torch import nn

import data


def network():
    return nn.Sequential(nn.Linear(24, 48), nn.ReLU(), nn.Dropout(0.25), nn.Linear(48, 4))


class Pair(nn.Module):
    def __init__(self):
        super().__init__()
        self.left, self.right = network(), network()


def model():
    return Pair()


def fit(net):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(4):
        net.train()
        for x, y in data.batches(inputs, labels):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            net(inputs)


def train(net):
    workers = [threading.Thread(target=fit, args=(part,)) for part in (net.left, net.right)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
