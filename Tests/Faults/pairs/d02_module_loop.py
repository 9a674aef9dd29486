"""A loop as trainers write it: hooks for each stage, and the one that restores training is lost."""
import torch
from torch import nn

import data

RULE, SITE = "D02", None


class Task(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(24, 32), nn.ReLU(), nn.Dropout(0.3))
        self.head = nn.Linear(32, 4)

    def forward(self, x):
        return self.head(self.encoder(x))

    def training_step(self, batch):
        x, y = batch
        return nn.functional.cross_entropy(self(x), y)

    def validation_step(self, batch):
        x, y = batch
        return (self(x).argmax(1) == y).float().mean()

    def on_validation_start(self):
        self.eval()

    def on_validation_end(self):
        self.train()


class Trainer:
    def __init__(self, epochs, check_every, restores):
        self.epochs, self.check_every, self.restores = epochs, check_every, restores

    def fit(self, task, inputs, labels):
        optimizer = torch.optim.Adam(task.parameters(), 1e-3)
        self.validate(task, inputs[:64], labels[:64])
        for _ in range(self.epochs):
            for index, batch in enumerate(data.batches(inputs, labels, 16)):
                loss = task.training_step(batch)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                if index % self.check_every == self.check_every - 1:
                    self.validate(task, inputs[:64], labels[:64])

    def validate(self, task, inputs, labels):
        task.on_validation_start()
        with torch.no_grad():
            for batch in data.batches(inputs, labels):
                task.validation_step(batch)
        if self.restores:
            task.on_validation_end()


def model(faulty):
    return Task()


def train(net, faulty):
    inputs, labels = data.rows()
    Trainer(epochs=4, check_every=8, restores=not faulty).fit(net, inputs, labels)
