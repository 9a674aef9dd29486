#!/usr/bin/env python3
"""What PyTorch's modules draw when they are built: words_live.py PATH_TO_DROPSCOPE

Builds modules in PyTorch after a seed, drops out a tensor, and has `dropscope mask --after` draw the
same mask after the same words. Exit 1 on any difference; left out where PyTorch cannot be imported,
unless REQUIRE_PEERS=1.
"""
import random
import subprocess
import sys

from peers import left_out

MODULES = """
Linear(64,128)  Linear(64,128,bias=False)  Bilinear(3,4,5)  Bilinear(3,4,5,bias=False)
Conv1d(3,16,5)  Conv2d(3,16,(3,5))  Conv2d(4,8,3,1,1,groups=2,bias=False)  Conv2d(4,8,3,padding=1)
Conv3d(2,3,2)  Conv3d(2,3,(2,1,3))  ConvTranspose1d(3,4,3)  ConvTranspose2d(4,4,3,groups=2)
ConvTranspose3d(3,4,2,bias=False)  Embedding(10,3)  Embedding(10,4,padding_idx=0)  Embedding(4,4)
LSTM(4,5)  LSTM(4,5,3)  LSTM(4,5,num_layers=2,bias=False)  GRU(4,5,2,bidirectional=True)
RNN(4,5,num_layers=3,bias=False)  RNN(4,5,nonlinearity='relu')  LSTMCell(4,5)  GRUCell(4,5)
RNNCell(4,5,bias=False)  MultiheadAttention(8,2)  MultiheadAttention(8,2,bias=False)
TransformerEncoderLayer(8,2,16)  TransformerEncoderLayer(8,2,bias=False)
TransformerEncoderLayer(8,2,dim_feedforward=32,dropout=0.2,norm_first=True)
TransformerDecoderLayer(8,2,16)  BatchNorm1d(5)  BatchNorm2d(16)  GroupNorm(2,4)  LayerNorm((3,4))
RMSNorm(4)  InstanceNorm2d(3,affine=True)  PReLU()  LeakyReLU(0.1)  Softmax(dim=1)  MaxPool2d(2)
Unflatten(1,(2,3))  Upsample(scale_factor=2)  AdaptiveAvgPool2d((1,1))  Dropout2d(0.3)  Flatten()
""".split()


def main():
    try:
        import torch
    except ImportError:
        left_out("what modules draw when they are built, since PyTorch cannot be imported")
        return 0
    rnd = random.Random(1)
    known = [text for text in MODULES if hasattr(torch.nn, text.split("(")[0])]
    sums = [[text] for text in known] + [rnd.sample(known, 4) for _ in range(20)]
    different = 0
    for seed, terms in enumerate(sums):
        torch.manual_seed(seed)
        for text in terms:
            eval("torch.nn." + text, {"torch": torch})  # pylint: disable=eval-used
        drawn = torch.nn.functional.dropout(torch.ones(3, 11), 0.3).flatten().tolist()
        command = [sys.argv[1], "mask", "--dialect", "torch", "--seed", str(seed), "--rate", "0.3",
                   "--shape", "3,11", "--after", " + ".join(terms)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.stdout.strip() != "".join("1" if value else "0" for value in drawn):
            different += 1
            print(f"words: {' + '.join(terms)} differs: {result.stderr.strip() or result.stdout}")
    print(f"PyTorch {torch.__version__}: masks after {len(sums)} sums of {len(known)} modules, "
          f"{different} differences")
    return 1 if different else 0


sys.exit(main())
