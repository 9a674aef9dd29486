"""scaled_dot_product_attention gets its dropout_p in evaluation, too."""
import torch
import torch.nn.functional as F
from torch import nn

import data

RULE, SITE = "D01", "attention"


class SelfAttention(nn.Module):
    def __init__(self, width, heads, p, faulty):
        super().__init__()
        self.faulty = faulty
        self.heads, self.p = heads, p
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x):
        n, length, width = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        p = self.p if self.faulty or self.training else 0.0
        y = F.scaled_dot_product_attention(q, k, v, dropout_p=p, is_causal=True)
        return self.out(y.transpose(1, 2).reshape(n, length, width))


class TinyGPT(nn.Module):
    def __init__(self, faulty):
        super().__init__()
        self.words = nn.Embedding(50, 24)
        self.attention = SelfAttention(24, 4, 0.15, faulty)
        self.mlp = nn.Sequential(nn.Linear(24, 48), nn.GELU(), nn.Linear(48, 24), nn.Dropout(0.15))
        self.head = nn.Linear(24, 50)

    def forward(self, x):
        x = self.words(x)
        x = x + self.attention(x)
        return self.head(x + self.mlp(x))


def model(faulty):
    return TinyGPT(faulty)


def train(net, faulty):
    inputs, _ = data.tokens()
    optimizer = torch.optim.AdamW(net.parameters(), 3e-3)
    for step in range(60):
        x = inputs[torch.randint(len(inputs), (16,))]
        loss = F.cross_entropy(net(x[:, :-1]).flatten(0, 1), x[:, 1:].flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if step % 20 == 19:
            net.eval()
            with torch.no_grad():
                for _ in range(4):
                    net(inputs[:16])
            net.train()
