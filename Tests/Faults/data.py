"""Small synthetic data that all programs here can learn something from."""
import torch


def rows(count=256, features=24, classes=4):
    """Points around a centre for each class."""
    generator = torch.Generator().manual_seed(1)
    labels = torch.randint(classes, (count,), generator=generator)
    centres = torch.randn(classes, features, generator=generator) * 2
    return centres[labels] + torch.randn(count, features, generator=generator), labels


def images(count=128, size=12, classes=4):
    """One channel, a bright quarter that tells the class."""
    generator = torch.Generator().manual_seed(2)
    labels = torch.randint(classes, (count,), generator=generator)
    pixels = torch.rand(count, 1, size, size, generator=generator)
    half = size // 2
    for index, label in enumerate(labels.tolist()):
        top, left = label // 2 * half, label % 2 * half
        pixels[index, 0, top:top + half, left:left + half] += 1
    return pixels, labels


def tokens(count=128, length=12, words=50, classes=4):
    """Sequences of word numbers; the class is that of the first word."""
    generator = torch.Generator().manual_seed(3)
    sequences = torch.randint(1, words, (count, length), generator=generator)
    return sequences, sequences[:, 0] % classes


def batches(inputs, labels, size=32, epochs=1):
    """Minibatches in a new order each epoch, from a generator of their own."""
    generator = torch.Generator().manual_seed(4)
    for _ in range(epochs):
        order = torch.randperm(len(labels), generator=generator)
        for part in order.split(size):
            yield inputs[part], labels[part]
