"""A DataLoader with workers, augmentation in them, in-place dropout, a learning rate schedule."""
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

import data


class Noisy(Dataset):
    def __init__(self):
        self.inputs, self.labels = data.images()

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        x = self.inputs[index]
        if torch.rand(1) < 0.5:
            x = x.flip(2)
        return x * (torch.rand_like(x) > 0.05), self.labels[index]


def model():
    return nn.Sequential(
        nn.Flatten(), nn.Linear(144, 64), nn.Dropout(0.3, inplace=True), nn.ReLU(),
        nn.Linear(64, 4))


def train(net):
    loader = DataLoader(Noisy(), batch_size=32, shuffle=True, num_workers=1)
    optimizer = torch.optim.SGD(net.parameters(), 0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=12)
    for epoch in range(3):
        net.train()
        for x, y in loader:
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
            schedule.step()
        net.eval()
        with torch.no_grad():
            for x, y in loader:
                net(x)
