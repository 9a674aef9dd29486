"""Ten steps of fine-tuning on a network that was handed over in evaluation."""
import torch
from torch import nn

import data

RULE, SITE = "D02", None


def model(faulty):
    net = nn.Sequential(nn.Linear(24, 48), nn.ReLU(), nn.Dropout(0.5), nn.Linear(48, 4))
    return net.eval()


def train(net, faulty):
    inputs, labels = data.rows()
    optimizer = torch.optim.SGD(net.parameters(), 0.05)
    if not faulty:
        net.train()
    for x, y in data.batches(inputs[:160], labels[:160], 16):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
