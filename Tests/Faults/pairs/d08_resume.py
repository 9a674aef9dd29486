"""The checkpoint has weights and optimizer, and not the generator's state."""
import torch
from torch import nn

import data

RULE, SITE, AGAINST = "D08", "drop", True
FIRST = 12  # steps before the run is resumed


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.drop, self.fc2 = nn.Linear(24, 40), nn.Dropout(0.3), nn.Linear(40, 4)

    def forward(self, x):
        return self.fc2(self.drop(torch.relu(self.fc1(x))))


def model(faulty):
    return Net()


def steps(net, optimizer, first, last, saved):
    inputs, labels = data.rows()
    for step in range(first, last):
        if step == FIRST:
            saved.update(
                net={k: v.clone() for k, v in net.state_dict().items()},
                optimizer=optimizer.state_dict(), rng=torch.get_rng_state())
        part = slice(step * 8 % 256, step * 8 % 256 + 8)
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(inputs[part]), labels[part]).backward()
        optimizer.step()


def train(net, faulty):
    saved = {}
    steps(net, torch.optim.SGD(net.parameters(), 0.1), 0, 24, saved)
    return saved


def resume(net, saved, faulty):
    """Goes on from step 12, as a new process would; the caller records from that step on."""
    torch.manual_seed(0)
    net.load_state_dict(saved["net"])
    optimizer = torch.optim.SGD(net.parameters(), 0.1)
    if not faulty:
        torch.set_rng_state(saved["rng"])
    steps(net, optimizer, FIRST, 24, {})
