#!/usr/bin/env python3
"""Random networks against PyTorch: nets_live.py PATH_TO_DROPSCOPE [--nets 100] [--seed 1]

Every network is an nn.Sequential of random modules with random weights and a random batch. Dropscope gets
it as a line of text and a .safetensors file of its state_dict, and runs it in evaluation and in training,
where the masks are those that PyTorch draws from the same seed. Outputs have to agree to 1e-5 of the
largest; masks have to be the same, or the outputs would not be.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy as np
import torch
from torch import nn

LIMIT = 1e-5


def safetensors(path, tensors):
    """The .safetensors format, by its specification."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        array = tensor.detach().numpy()
        kind = "I64" if array.dtype == np.int64 else "F32"
        bytes_ = array.tobytes()
        header[name] = {
            "dtype": kind, "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(bytes_)]}
        data += bytes_
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def either(number):
    """A number as it is, or as both of a pair."""
    return random.choice([f"{number}", f"({number}, {number})"])


def vector_module(shape):
    size = shape[-1]
    out = random.choice([1, 3, 10, 16, 33, 40])
    choices = [
        (f"Linear({size}, {out}{random.choice(['', ', bias=False'])})", shape[:-1] + (out,)),
        ("ReLU()", shape), ("GELU()", shape), ("GELU(approximate='tanh')", shape), ("SELU()", shape),
        ("Tanh()", shape), ("Sigmoid()", shape), (f"LayerNorm({size})", shape),
        (f"Dropout({random.choice([0.2, 0.5])})", shape), ("AlphaDropout(p=0.1)", shape)]
    if len(shape) == 1:
        choices += [(f"BatchNorm1d({size})", shape)]
    return random.choice(choices)


def line_module(shape):
    channels, length = shape
    choices = [
        (f"BatchNorm1d({channels}, eps=1e-4)", None), (f"Dropout1d(.3)", None), ("ReLU", None),
        (f"LayerNorm(({channels}, {length}), elementwise_affine=False)", None), ("Flatten()", None),
        (f"FeatureAlphaDropout(0.2)", None)]
    if length >= 3:
        choices += [
            (f"Conv1d({channels}, {random.choice([2, 4, 6])}, 3, padding={random.randint(0, 2)})", None),
            (f"Conv1d({channels}, {channels}, 2, stride=2, groups={channels})", None),
            ("MaxPool1d(2)", None), ("AvgPool1d(3, stride=1, padding=1)", None), ("AdaptiveAvgPool1d(2)", None)]
    return random.choice(choices)


def map_module(shape):
    channels, height, width = shape
    choices = [
        (f"BatchNorm2d({channels}, momentum=0.2)", None), ("Dropout2d(p=0.25)", None), ("ReLU()", None),
        ("SELU(inplace=False)", None), ("Flatten()", None), ("Dropout(0.1)", None),
        ("Flatten(2)", None), (f"AdaptiveAvgPool2d({either(2)})", None), ("FeatureAlphaDropout(0.2)", None),
        (f"LayerNorm([{height}, {width}])", None)]
    if min(height, width) >= 4:
        out = random.choice([2, 4, 8, 16])
        choices += [
            (f"Conv2d({channels}, {out}, {either(3)}, padding={either(random.randint(0, 2))})", None),
            (f"Conv2d({channels}, {out}, kernel_size=(2, 3), stride=(2, 1), dilation=(1, 1))", None),
            (f"Conv2d({channels}, {2 * channels}, 3, 1, 1, groups={channels}, bias=False)", None),
            ("MaxPool2d(2)", None), ("MaxPool2d(3, stride=2, padding=1)", None), ("AvgPool2d(2, 2)", None),
            ("AvgPool2d(3, stride=1, padding=1)", None)]
    return random.choice(choices)


def network():
    """A line of modules, its nn.Sequential, and the shape of a sample."""
    sample = random.choice([(5,), (64,), (4, 6), (3, 17), (1, 8, 8), (3, 9, 7)])
    words, modules, shape = [], [], sample
    for _ in range(random.randint(2, 9)):
        make = {1: vector_module, 2: random.choice([vector_module, line_module]), 3: map_module}[len(shape)]
        text = make(shape)[0]
        module = eval(text if "(" in text else text + "()", vars(nn))
        module.eval()
        shape = tuple(module(torch.zeros((2,) + shape)).shape[1:])
        words.append(text)
        modules.append(module)
    net = nn.Sequential(*modules)
    for name, value in net.state_dict().items():
        if "running" in name:
            value.copy_(torch.rand_like(value) + 0.5)
        elif value.is_floating_point() and random.random() < 0.5:
            value.add_(torch.randn_like(value) * 0.1)
    return random.choice([" ", ", "]).join(words), net, sample


def outputs(dropscope, folder, text, seed, phase):
    command = [
        dropscope, "run", "--net", text, "--weights", str(folder / "w.safetensors"), "--input",
        str(folder / "x.npy"), "--calls", "1", "--seed", str(seed), "--phase", phase, "--dialect", "torch",
        "--output", str(folder / "y.npy"), "--force"]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return np.load(folder / "y.npy")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dropscope")
    parser.add_argument("--nets", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    wrong, largest = 0, 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for index in range(options.nets):
            text, net, sample = network()
            x = torch.randn((random.randint(2, 9),) + sample)
            np.save(folder / "x.npy", x.numpy())
            safetensors(folder / "w.safetensors", net.state_dict())
            seed = random.randrange(1 << 31)
            for phase in ("eval", "train"):
                net.train(phase == "train")
                state = torch.get_rng_state()
                torch.manual_seed(seed)
                with torch.no_grad():
                    expected = net(x).numpy()
                torch.set_rng_state(state)
                try:
                    got = outputs(options.dropscope, folder, text, seed, phase)
                    distance = np.abs(got - expected).max() / max(np.abs(expected).max(), 1e-3)
                    problem = "" if got.shape == expected.shape and distance < LIMIT else f"{distance:.2g}"
                    largest = max(largest, distance)
                except (RuntimeError, ValueError) as error:
                    problem = str(error)
                if problem:
                    wrong += 1
                    print(f"{index} {phase}: {problem}: {text} on {tuple(x.shape)}")
    print(f"nets: {options.nets} networks in two phases, {wrong} differ, largest difference {largest:.2g}")
    sys.exit(1 if wrong else 0)


main()
