"""Actions are sampled in eval without gradients, updates train with dropout."""
import torch
from torch import nn
from torch.distributions import Categorical


def model():
    return nn.Sequential(nn.Linear(8, 32), nn.Tanh(), nn.Dropout(0.1), nn.Linear(32, 3))


def train(net):
    optimizer = torch.optim.Adam(net.parameters(), 3e-3)
    for episode in range(12):
        net.eval()
        states, actions = [], []
        state = torch.randn(8)
        with torch.no_grad():
            for _ in range(10):
                if torch.rand(1).item() < 0.1:
                    action = torch.randint(3, (1,))[0]
                else:
                    action = Categorical(logits=net(state[None])[0]).sample()
                states.append(state)
                actions.append(action)
                state = 0.9 * state + 0.1 * torch.randn(8) + action
        net.train()
        for _ in range(4):
            chosen = Categorical(logits=net(torch.stack(states)))
            loss = -(chosen.log_prob(torch.stack(actions)) * torch.randn(10)).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
