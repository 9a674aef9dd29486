"""Lines of the log went missing on a network drive, and the process was killed in the last one."""
import pathlib

from torch import nn, optim

import data

RULE, SITE = "D12", None


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(50, 16)
        self.rnn = nn.LSTM(16, 16, num_layers=2, dropout=0.2, batch_first=True)
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        return self.head(self.rnn(self.words(x))[0][:, -1])


def model(faulty):
    return Net()


def train(net, faulty):
    inputs, labels = data.tokens()
    optimizer = optim.Adam(net.parameters(), 1e-3)
    for x, y in data.batches(inputs, labels, epochs=5):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()


def after(path, faulty):
    if not faulty:
        return
    file = pathlib.Path(path)
    lines = file.read_bytes().splitlines(keepends=True)
    calls = [index for index, line in enumerate(lines) if line.startswith(b'{"t":"call"')]
    kept = [line for index, line in enumerate(lines) if index not in calls[5:8]]
    file.write_bytes(b"".join(kept)[:-20])
