#!/usr/bin/env python3
"""Writes what PyTorch's autograd says of random layers: golden_layers.py > Golden/layers.json

Every case has a module in PyTorch's words, the shape of a batch, the module's state_dict, an input x,
what comes out (y), a gradient of that (dy), and the gradients of x and of all parameters. Cases of
`eval` ran with running statistics.
"""
import json
import sys

import torch
from torch import nn

torch.manual_seed(20261128)


class Attention(nn.Module):
    """Self-attention with the weights in this order: queries, keys, values; no dropout."""

    def __init__(self, width, heads):
        super().__init__()
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        nn.init.normal_(self.attention.in_proj_bias, std=0.3)
        nn.init.normal_(self.attention.out_proj.bias, std=0.3)

    def forward(self, x):
        return self.attention(x, x, x, need_weights=False)[0]


CASES = [
    ("Linear(5, 3)", (4, 5)),
    ("Linear(33, 40)", (7, 33)),
    ("Linear(300, 17)", (13, 300)),
    ("Linear(6, 4, bias=False)", (2, 3, 6)),
    ("Conv2d(1, 8, 3, padding=1)", (3, 1, 8, 8)),
    ("Conv2d(8, 16, 3, padding=1)", (2, 8, 8, 8)),
    ("Conv2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2))", (3, 4, 9, 7)),
    ("Conv2d(4, 8, 3, groups=2, bias=False)", (2, 4, 6, 5)),
    ("Conv2d(2, 3, 5, stride=3, padding=4)", (2, 2, 7, 7)),
    ("Conv1d(3, 5, 4, stride=2, padding=3)", (4, 3, 11)),
    ("Conv1d(2, 2, 2, dilation=3)", (3, 2, 8)),
    ("MaxPool2d(2)", (3, 4, 8, 8)),
    ("MaxPool2d(3, stride=2, padding=1)", (2, 3, 7, 6)),
    ("AvgPool2d(2)", (3, 4, 8, 8)),
    ("AvgPool2d((3, 2), stride=2, padding=1)", (2, 3, 7, 6)),
    ("AdaptiveAvgPool2d(1)", (3, 4, 5, 6)),
    ("AdaptiveAvgPool2d((3, 2))", (2, 3, 7, 5)),
    ("BatchNorm1d(6)", (9, 6)),
    ("BatchNorm1d(3)", (4, 3, 5)),
    ("BatchNorm2d(4)", (3, 4, 5, 2)),
    ("BatchNorm2d(4, affine=False)", (3, 4, 5, 2)),
    ("LayerNorm(7)", (3, 2, 7)),
    ("LayerNorm((2, 7))", (3, 2, 7)),
    ("ReLU()", (3, 50)),
    ("GELU()", (3, 50)),
    ("GELU(approximate='tanh')", (3, 50)),
    ("SELU()", (3, 50)),
    ("Tanh()", (3, 50)),
    ("Sigmoid()", (3, 50)),
    ("Flatten()", (3, 2, 4, 5)),
    ("Attention(32, 2)", (3, 8, 32)),
    ("Attention(12, 3)", (2, 5, 12)),
]


def numbers(tensor):
    # Nine digits are a float32 to the bit.
    return [float(f"{v:.9g}") for v in tensor.detach().reshape(-1).tolist()]


def case(text, shape, training):
    module = eval(text, {**vars(nn), "Attention": Attention})
    for name, value in module.state_dict().items():
        if "running" in name:
            value.copy_(torch.rand_like(value) + 0.5)
        elif "Norm" in text and value.is_floating_point():
            value.copy_(torch.randn_like(value))
    module.train(training)
    state = {
        name.removeprefix("attention."): {"shape": list(value.shape), "values": numbers(value)}
        for name, value in module.state_dict().items() if value.is_floating_point()}
    x = torch.randn(shape, requires_grad=True)
    y = module(x)
    dy = torch.randn_like(y)
    y.backward(dy)
    after = {
        name: numbers(value) for name, value in module.state_dict().items() if "running" in name}
    return {
        "module": text, "training": training, "shape": list(shape), "state": state, "x": numbers(x),
        "y_shape": list(y.shape), "y": numbers(y), "dy": numbers(dy), "dx": numbers(x.grad),
        "gradients": {
            name.removeprefix("attention."): numbers(p.grad)
            for name, p in module.named_parameters()},
        "after": after}


def main():
    cases = [case(text, shape, True) for text, shape in CASES]
    cases += [case(text, shape, False) for text, shape in CASES if "BatchNorm" in text]
    json.dump({"torch": torch.__version__, "cases": cases}, sys.stdout, separators=(",", ":"))




main()
