"""Every example of every --help runs: in a folder that has the files it names."""

import gzip
import os
import re
import shutil
import struct
import subprocess
import sys
import unittest

from program import PROGRAM, needs_program, run
from pseudo_terminal import PseudoTerminal
from sample_logs import LogTest
from test_mask import BOOK

# A training script as far as the one behind it can tell.
TRAIN = """import sys
with open("run.jsonl") as log:
    sys.stdout.write(log.read())
"""


def tensor(values, shape):
    """An .npy file of floats."""
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return (b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode()
            + struct.pack(f"<{len(values)}f", *values))


def safetensors(tensors):
    """A file of named tensors of zeros."""
    entries, at = [], 0
    for name, shape in tensors:
        size = 4
        for extent in shape:
            size *= extent
        entries.append(f'"{name}":{{"dtype":"F32","shape":{list(shape)},"data_offsets":[{at},{at + size}]}}')
        at += size
    header = ("{" + ",".join(entries) + "}").encode()
    return struct.pack("<Q", len(header)) + header + bytes(at)


def examples(text):
    """The lines under EXAMPLES, without what stands behind them for the reader."""
    part = text.split("EXAMPLES\n")[1].split("\n\n")[0]
    return [re.split(r" {2,}", line.strip())[0] for line in part.splitlines()]


def help_texts():
    top = run("--help").stdout
    names = re.findall(r"(?m)^  ([a-z]+)\b", top.split("SUBCOMMANDS:")[1])
    return {"": top, **{name: run(name, "--help").stdout for name in names}}


@needs_program
class Examples(LogTest):
    def setUp(self):
        super().setUp()
        self.bin = self.path("bin")
        os.mkdir(self.bin)
        os.symlink(PROGRAM, os.path.join(self.bin, "dropscope"))
        os.symlink(sys.executable, os.path.join(self.bin, "python"))
        self.environment = {
            "PATH": self.bin + os.pathsep + os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8",
            "XDG_CONFIG_HOME": os.devnull}

    def prepare(self, line):
        """A folder that has what the line reads, and not what it writes."""
        folder = self.path("work")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.path("files"), folder)
        written = re.findall(r"(?:--(?:log|out|cast)|-o) (\S+)", line)
        for name in written:
            if os.path.exists(os.path.join(folder, name)):
                os.remove(os.path.join(folder, name))
        return folder

    def make_files(self):
        os.makedirs(self.path("files/moved"))
        self.well("run", "digits", "--rate", 0.2, "--calls", 300, "--log", self.path("files/d.jsonl"))
        for name in ("run", "resumed", "cpu", "gpu", "from-another-machine"):
            shutil.copy(self.path("files/d.jsonl"), self.path(f"files/{name}.jsonl"))
        with open(self.path("files/d.jsonl"), "rb") as log:
            self.path("files/d.jsonl.gz", gzip.compress(log.read()))
        for rank in (0, 1):
            self.as_rank(rank)
        weights = safetensors([("fc1.weight", (4, 3)), ("fc1.bias", (4,)), ("fc2.weight", (4, 4)),
                               ("fc2.bias", (4,))])
        for name in ("net.safetensors", "moved/net.safetensors"):
            self.path("files/" + name, weights)
        self.path("files/x.npy", tensor([1, 2, 3, 4, 5, 6], (2, 3)))
        self.path("files/plan.json", b'{"family": "torch", "seed": 42, "calls": '
                  b'[{"layer": 0, "call": 0, "rate": 0.5, "shape": [4, 5]}]}')
        self.path("files/printed.txt", BOOK.encode())
        bits = self.well("mask", "--dialect", "torch", "--seed", 7, "--rate", 0.5, "--shape", "6,6")
        self.path("files/bits.txt", bits.encode())
        layer = self.well("mask", "--dialect", "torch", "--seed", 7, "--after", "Linear(8,4)",
                          "--rate", 0.5, "--shape", "6,6")
        self.path("files/layer.txt", layer.encode())
        self.path("files/train.py", TRAIN.encode())

    def as_rank(self, rank):
        """A log of one rank of a run, with masks of its own."""
        path = self.path(f"files/run.rank{rank}.jsonl")
        self.well("run", "digits", "--calls", 20, "--seed", rank, "--log", path)
        with open(path) as log:
            text = log.read()
        with open(path, "w") as log:
            log.write(text.replace('{"t":"session",', f'{{"t":"session","run":"r","rank":{rank},', 1))

    @staticmethod
    def missing(line):
        """Why the line cannot be run here; None where it can."""
        if line.startswith("ssh "):
            return "there is no host to log in to"
        for word in ("zcat", "less", "python", "jq"):
            if re.search(rf"(^|\| ){word}\b", line) and not shutil.which(
                    "python3" if word == "python" else word):
                return f"there is no {word}"
        if line.startswith("zcat ") and sys.platform == "darwin":
            return "this zcat reads .Z files"
        return None

    def test_every_example_runs(self):
        self.make_files()
        for name, text in help_texts().items():
            lines = examples(text)
            self.assertTrue(lines, name)
            for line in lines:
                with self.subTest(line):
                    if reason := self.missing(line):
                        self.skipTest(reason)
                    self.run_example(line, has_screen=self.has_screen(line))

    @staticmethod
    def has_screen(line):
        words = line.split("dropscope", 1)[1].split()
        if "--frames" in words:
            return False
        return not words or words[0] not in (
            "run", "check", "report", "show", "verify", "diff", "export", "frame", "mask", "identify", "themes",
            "hook", "config")

    def run_example(self, line, has_screen):
        folder = self.prepare(line)
        if not has_screen:
            done = subprocess.run(
                ["sh", "-c", line], cwd=folder, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            if not re.search(r"dropscope (verify|diff|export|report|config --check)|--cast|> \w", line):
                self.assertNotEqual(done.stdout, "")
            return
        command = ["sh", "-c", f"cd '{folder}' && {line}"]
        with PseudoTerminal(command, env=self.environment) as terminal:
            terminal.wait_until(
                lambda screen: re.search(r"call \d+", screen.rows()[0]), "a call")
            terminal.press("q")
            self.assertEqual(terminal.wait_exit(), 0, terminal.screen.text)
            self.assertGreater(terminal.screen.alternate_entries, 0)


if __name__ == "__main__":
    unittest.main()
