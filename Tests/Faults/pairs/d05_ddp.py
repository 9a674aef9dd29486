"""Every rank seeds the generator alike and goes on to draw with it."""
import torch
import torch.distributed as dist
from torch import nn

import data

RULE, SITE, RANKS = "D05", "2", 2


def model(faulty):
    return nn.Sequential(nn.Linear(24, 48), nn.ReLU(), nn.Dropout(0.3), nn.Linear(48, 4))


def train(net, faulty):
    rank = dist.get_rank()
    torch.manual_seed(42 if faulty else 42 + rank)
    parallel = nn.parallel.DistributedDataParallel(net)
    inputs, labels = data.rows()
    inputs, labels = inputs[rank::2], labels[rank::2]
    optimizer = torch.optim.SGD(parallel.parameters(), 0.1)
    for x, y in data.batches(inputs, labels, 16, epochs=4):
        optimizer.zero_grad()
        nn.functional.cross_entropy(parallel(x), y).backward()
        optimizer.step()
