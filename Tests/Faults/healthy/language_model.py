"""An LSTM with a mask for all time steps, dropped words, dropped weights, as AWD-LSTM has them."""
import torch
import torch.nn.functional as F
from torch import nn

import data


class LockedDropout(nn.Module):
    def forward(self, x, p):
        if not self.training or p == 0:
            return x
        mask = x.new_empty(1, x.size(1), x.size(2)).bernoulli_(1 - p) / (1 - p)
        return mask.expand_as(x) * x


class LanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(50, 32)
        self.locked = LockedDropout()
        self.rnns = nn.ModuleList([nn.LSTM(32, 32), nn.LSTM(32, 32)])
        self.out = nn.Linear(32, 50)

    def embed(self, x, p=0.1):
        weight = self.words.weight
        if self.training:
            keep = weight.new_empty(weight.size(0), 1).bernoulli_(1 - p) / (1 - p)
            weight = keep.expand_as(weight) * weight
        return F.embedding(x, weight)

    def forward(self, x):
        x = self.locked(self.embed(x), 0.4)
        for rnn in self.rnns:
            x = self.locked(rnn(x)[0], 0.25)
        return self.out(x)


def model():
    return LanguageModel()


def train(net):
    text, _ = data.tokens(64, 40)
    text = text.t()
    optimizer = torch.optim.SGD(net.parameters(), 1.0)
    for epoch in range(8):
        net.train()
        for start in range(0, 32, 8):
            logits = net(text[start:start + 7])
            loss = F.cross_entropy(logits.flatten(0, 1), text[start + 1:start + 8].flatten())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            net(text[32:39])
