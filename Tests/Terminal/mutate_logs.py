"""Real logs, broken in many ways, through the commands that read logs.

    python3 Tests/Terminal/mutate_logs.py 1000
    python3 Tests/Terminal/mutate_logs.py 100000 --fuzzer .build/fuzz/build/release/ReadLog

None may trap, hang, take half a gigabyte, or let a control character of the log reach the terminal,
and each complaint names the file. DROPSCOPE names the program. With --fuzzer they go through the
readers in one process for a thousand, which is a hundred times as fast: also those behind replay and
attach, which read a log that grows and one that comes through a pipe.
"""

import argparse
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

from program import PROGRAM
from sample_logs import COMMANDS

CORPUS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Fuzz", "Corpus")
BATCH = 50
FUZZER_BATCH = 1000
SECONDS = 5
MEBIBYTES = 500
NUMBER = re.compile(rb"(?<=[:\[,])-?\d+(?:\.\d+)?(?:e-?\d+)?")
STRING = re.compile(rb'"([^"\\]*)"')
# What a log's own bytes may not bring to a terminal; a newline is the program's.
CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]")
HUGE = [b"9007199254740991", b"9007199254740992", b"1e308", b"-1e308", b"1e999", b"-0", b"1e-400",
        b"9223372036854775807", b"18446744073709551616", b"4294967296", b"2147483648", b"65536",
        b"-1", b"0", b"9" * 400, b"0." + b"3" * 400, b"NaN", b"Infinity", b"01", b"1.", b"null", b"true"]
ESCAPES = [b"\x1b[31m", b"\x1b]0;title\x07", b"\\u001b[2J", b"\\u009b1m", b"\xc2\x9b1m", b"\\u202e",
           b"\xe2\x80\xae", b"\x07", b"\\u0000", b"\\ud83d", b"\\u007f", b"\r", b"\\n\\n", b"\t"]
STRAY = [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x82", b"\x80"]


class Mutator:
    """Breaks logs; the same seed breaks them the same way."""

    def __init__(self, seed, logs):
        self.chance = random.Random(seed)
        self.logs = logs

    def mutant(self):
        lines = list(self.chance.choice(self.logs))
        for _ in range(self.chance.choice((1, 1, 1, 2, 5))):
            self.chance.choice((
                self.flip_bits, self.flip_bits, self.cut_line, self.drop_line, self.double_line,
                self.swap_lines, self.huge_number, self.huge_number, self.nest, self.stray_bytes,
                self.nul, self.escapes, self.escapes, self.cut_end, self.foreign_line,
                self.drop_bytes, self.join_lines, self.event))(lines)
            if not lines:
                lines = [b"\n"]
        return b"".join(lines)

    def index(self, lines):
        return self.chance.randrange(len(lines))

    def splice(self, lines, new, length=0):
        index = self.index(lines)
        at = self.chance.randrange(len(lines[index]) + 1)
        lines[index] = lines[index][:at] + new + lines[index][at + length:]

    def flip_bits(self, lines):
        index = self.index(lines)
        line = bytearray(lines[index])
        for _ in range(self.chance.choice((1, 1, 3)) if line else 0):
            line[self.chance.randrange(len(line))] ^= 1 << self.chance.randrange(8)
        lines[index] = bytes(line)

    def cut_line(self, lines):
        index = self.index(lines)
        lines[index] = lines[index][:self.chance.randrange(len(lines[index]) + 1)] + b"\n"

    def cut_end(self, lines):
        lines[-1] = lines[-1][:self.chance.randrange(len(lines[-1]) + 1)]

    def drop_line(self, lines):
        del lines[self.index(lines)]

    def double_line(self, lines):
        index = self.index(lines)
        lines[index:index] = [lines[index]] * self.chance.choice((1, 1, 30))

    def swap_lines(self, lines):
        a, b = self.index(lines), self.index(lines)
        lines[a], lines[b] = lines[b], lines[a]

    def join_lines(self, lines):
        index = self.index(lines)
        lines[index] = lines[index].rstrip(b"\n")

    def drop_bytes(self, lines):
        self.splice(lines, b"", self.chance.choice((1, 2, 100)))

    def foreign_line(self, lines):
        lines.insert(self.index(lines), self.chance.choice(self.chance.choice(self.logs)))

    def replace(self, lines, pattern, new):
        index = self.index(lines)
        found = list(pattern.finditer(lines[index]))
        if found:
            match = self.chance.choice(found)
            lines[index] = lines[index][:match.start()] + new + lines[index][match.end():]

    def huge_number(self, lines):
        self.replace(lines, NUMBER, self.chance.choice(HUGE))

    def nest(self, lines):
        depth = self.chance.choice((5, 31, 33, 1000, 100_000))
        opening, closing = self.chance.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"[", b"")))
        self.replace(lines, NUMBER, opening * depth + b"1" + closing * depth)

    def stray_bytes(self, lines):
        self.splice(lines, self.chance.choice(STRAY))

    def nul(self, lines):
        self.splice(lines, b"\0" * self.chance.choice((1, 1, 5000)))

    def escapes(self, lines):
        """In one string, or in every one that is no key."""
        escape = self.chance.choice(ESCAPES)
        if self.chance.random() < 0.5:
            return self.replace(lines, STRING, b'"%s"' % escape)
        values = re.compile(rb'(?<=:)"(?!call|session|train|eval|inverted|vanilla)([^"\\]{0,40})"')
        for index, line in enumerate(lines):
            lines[index] = values.sub(lambda match: b'"%s%s"' % (match.group(1), escape), line)

    def event(self, lines):
        number = self.chance.choice((1, 2, 3, 7, 10 ** 6, 2 ** 53 - 1))
        lines.insert(self.chance.randrange(1, len(lines) + 1), self.chance.choice((
            b'{"t":"rewind","n":%d,"ms":1}\n', b'{"t":"mark","n":%d,"ms":1,"text":"\\u001b[1m"}\n',
            b'{"t":"change","n":%d,"ms":1,"what":"rate","from":"0.5","to":"0.9"}\n',
            b'{"t":"change","n":%d,"ms":1,"what":"seed","from":"1","to":"2"}\n',
            b'{"t":"change","n":%d,"ms":1,"what":"mode","from":"inverted","to":"vanilla"}\n',
            b'{"t":"end","n":%d,"ms":1,"reason":"\\u009b"}\n')) % number)


def long_lines(line, call):
    """Logs with a line of 100 MB, one after another."""
    much = 100_000_000
    yield line + b'{"t":"mark","n":1,"ms":1,"text":"' + b"x" * much + b'"}\n'
    yield line + b'{"t":"mark","n":1,"ms":1,"text":"' + b"\\u001b" * (10_000_000) + b'"}\n'
    yield line + b" " * much + b"\n" + call
    yield line + b"[" * much
    yield line + call.replace(b'"bins":[', b'"bins":[' + b"0," * (much // 2), 1)
    yield line + call.replace(b'"bins":[', b'"bins":[' + b"0," * 65_000)
    yield line.replace(b'"app":"', b'"app":"' + b"\xc3\xa9" * 30_000_000)
    yield line + b'{"t":"new","a":' + b"9" * 60_000_000 + b"}\n"
    yield line + b"\n" * much


class Trouble(AssertionError):
    """Something that must not happen; the files are kept."""


def cpu_seconds():
    """What the runs so far took of a core, which other work on the machine does not change."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(command, files, limit):
    """Exit status, stdout and stderr, with a look at time and memory."""
    started = cpu_seconds()
    process = subprocess.Popen(
        [PROGRAM, *command, *files], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)))
    output, errors = process.communicate(timeout=limit * 10)
    seconds = cpu_seconds() - started
    if process.returncode not in (0, 1, 2):
        raise Trouble(f"exit status {process.returncode}: {errors[:2000]!r}")
    if found := CONTROL.search(output) or CONTROL.search(errors):
        raise Trouble(f"control characters: {found!r}")
    names = [os.path.basename(file).encode() for file in files]
    for line in errors.splitlines():
        if not any(name in line for name in names):
            raise Trouble(f"names no file: {line!r}")
    return seconds


def check(command, files):
    """Runs a command over several logs, and over each where they take long."""
    seconds = run(command, files, SECONDS * len(files))
    if seconds > SECONDS and len(files) > 1:
        seconds = max(run(command, [file], SECONDS) for file in files)
    return seconds


def peak():
    """The most memory that any of the runs took, in MiB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / (1 << 20)


def samples(folder):
    logs = []
    for name, command in COMMANDS.items():
        path = os.path.join(folder, name)
        small = () if name in ("module", "nothing", "everything", "small") else ("--layers", "12,6")
        subprocess.run([PROGRAM, "run", *command[:-1], "6", *small, "--log", path],
                       stdout=subprocess.DEVNULL, check=True)
        with open(path, "rb") as file:
            logs.append(file.read().splitlines(keepends=True))
        os.remove(path)
    return logs


def corpus():
    """The logs that libFuzzer begins with: small ones of every form."""
    logs = []
    for name in sorted(os.listdir(CORPUS)):
        with open(os.path.join(CORPUS, name), "rb") as file:
            lines = file.read().splitlines(keepends=True)
        logs += [lines] if lines else []
    return logs


def mutate(count, seed, folder):
    """Runs so many mutants through the commands; the slowest file in seconds."""
    logs = samples(folder)
    mutator = Mutator(seed, logs)
    slowest = 0
    for start in range(0, count, BATCH):
        files = []
        for number in range(start, min(start + BATCH, count)):
            path = os.path.join(folder, f"m{number}.jsonl")
            with open(path, "wb") as file:
                file.write(mutator.mutant())
            files.append(path)
        slowest = max(slowest, check(["verify"], files), check(["show"], files[::2]),
                      check(["show", "--brief"], files[1::2]))
        for pair in (files[:2], files[2:4]) if len(files) > 3 else ():
            check(["diff"], pair)
            check(["export", "--format", "csv"], pair[:1])
            check(["export", "--format", "npy", "--force", "--out", folder + "/out"], pair[:1])
            for path in pair:
                number = str(mutator.chance.choice((1, 1, 2, 5, 10 ** 9)))
                check(["frame", "--call", number, "--session"], [path])
                check(["replay", "--frames", "2", "--call", number, "--size", "80x24"], [path])
        for path in files:
            os.remove(path)
    return slowest


def fuzz(fuzzer, count, seed, folder):
    """Runs so many mutants through libFuzzer's target, each once as it is."""
    mutator = Mutator(seed, samples(folder) + corpus())
    batch = os.path.join(folder, "batch")
    for start in range(0, count, FUZZER_BATCH):
        os.mkdir(batch)
        for number in range(start, min(start + FUZZER_BATCH, count)):
            with open(os.path.join(batch, f"m{number}.jsonl"), "wb") as file:
                file.write(mutator.mutant())
        done = subprocess.run(
            [fuzzer, "-runs=0", f"-timeout={SECONDS}", f"-rss_limit_mb={MEBIBYTES}",
             f"-artifact_prefix={folder}/", batch],
            # libFuzzer keeps the input that trapped, unless Swift's backtracer stands before it.
            env={**os.environ, "SWIFT_BACKTRACE": "enable=no"}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            text = done.stdout.decode(errors="replace")
            raise Trouble(f"the fuzzer ended with {done.returncode}:\n{text[-4000:]}")
        shutil.rmtree(batch)


def lengthen(folder):
    """Runs the logs with long lines through the commands."""
    lines = samples(folder)[0]
    slowest = 0
    for number, log in enumerate(long_lines(lines[0], lines[1])):
        path = os.path.join(folder, f"long{number}.jsonl")
        with open(path, "wb") as file:
            file.write(log)
        for command in (["show"], ["verify"], ["export", "--format", "csv"]):
            slowest = max(slowest, check(command, [path]))
        os.remove(path)
    return slowest


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=500)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("--fuzzer", help="the built target of Fuzz/, to run the mutants in")
    options = parser.parse_args()
    count, seed = options.count, options.seed
    folder = tempfile.mkdtemp(prefix="dropscope-mutants-")
    started = time.monotonic()
    try:
        if options.fuzzer:
            fuzz(options.fuzzer, count, seed, folder)
            found = "through the readers"
        else:
            slowest = max(mutate(count, seed, folder), lengthen(folder))
            if peak() > MEBIBYTES:
                raise Trouble(f"{peak():.0f} MiB were taken")
            found = f"slowest log {slowest:.1f} s of a core, most memory {peak():.0f} MiB"
    except Trouble as trouble:
        sys.exit(f"mutate_logs: {trouble}\nthe files are in {folder}")
    shutil.rmtree(folder)
    print(f"{count} mutants, {time.monotonic() - started:.0f} s, {found}")


if __name__ == "__main__":
    main()
