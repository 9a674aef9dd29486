"""A student without dropout learns from a teacher in eval, whose gradients nobody turned off."""
import torch
import torch.nn.functional as F
from torch import nn

import data


class Distill(nn.Module):
    def __init__(self):
        super().__init__()
        self.teacher = nn.Sequential(
            nn.Linear(24, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 4))
        self.student = nn.Sequential(nn.Linear(24, 16), nn.ReLU(), nn.Linear(16, 4))


def model():
    return Distill()


def train(net):
    inputs, labels = data.rows()
    optimizer = torch.optim.Adam(net.student.parameters(), 1e-3)
    net.teacher.eval()
    net.student.train()
    for x, y in data.batches(inputs, labels, 16, epochs=8):
        target = net.teacher(x).detach()
        loss = F.kl_div(net.student(x).log_softmax(1), target.softmax(1), reduction="batchmean")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
