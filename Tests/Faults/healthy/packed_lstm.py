"""Sequences of several lengths, packed, through two layers with dropout between them."""
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

import data


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(50, 16, padding_idx=0)
        self.rnn = nn.LSTM(16, 24, num_layers=2, dropout=0.4, bidirectional=True, batch_first=True)
        self.drop = nn.Dropout(0.3)
        self.out = nn.Linear(48, 4)

    def forward(self, x, lengths):
        packed = pack_padded_sequence(
            self.drop(self.words(x)), lengths, batch_first=True, enforce_sorted=False)
        states, _ = pad_packed_sequence(self.rnn(packed)[0], batch_first=True)
        return self.out(self.drop(states))


def model():
    return Tagger()


def train(net):
    inputs, labels = data.tokens()
    optimizer = torch.optim.Adam(net.parameters(), 2e-3)
    for x, _ in data.batches(inputs, labels, epochs=6):
        lengths = torch.randint(4, 12, (len(x),))
        lengths[0] = 12
        loss = nn.functional.cross_entropy(net(x, lengths).flatten(0, 1), (x % 4).flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        net(inputs, torch.full((len(inputs),), 12))
