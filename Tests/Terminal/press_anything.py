"""Random keys, commands, clicks, drags, wheels and resizes, in each view of each timeline.

    DROPSCOPE=… python3 Tests/Terminal/press_anything.py                       # all, 20,000 events each
    DROPSCOPE=… python3 Tests/Terminal/press_anything.py --events 2000 --only faulty --only units

It must not trap, and not hang: what was typed is read within seconds. Its memory is as steady at the end
as in the middle, and the terminal is given back. What fails names its seed, which leads there again.
"""

import argparse
import concurrent.futures
import contextlib
import fcntl
import json
import os
import random
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time

from program import PROGRAM, run
from pseudo_terminal import KEYS, PseudoTerminal

VIEWS = ("masks", "layers", "compare", "ensemble", "units", "time", "findings", "why", "ranks")
# How long what was typed may lie unread, in seconds: a seek through a whole log is under way at most.
HANG = 20.0
# What memory may grow by in the second half, and come to, in MiB. A simulation keeps its weights every
# so many calls, and so do histories: both up to a bound.
GROWTH, MOST = 48, 400

SIZES = ((80, 24), (120, 40), (200, 60), (300, 100), (40, 10), (39, 9), (1, 1), (72, 20), (100, 30),
         (60, 38), (320, 11), (41, 120))
# Not q, ctrl-C and ctrl-\, which end it; ctrl-Z has an event of its own.
KEYS_PRESSED = [KEYS[name] for name in KEYS if name not in ("ctrl-c", "ctrl-z")] + [
    *"  ..,,gGFznNMrRtTYy0?[]mmeedd++--hjklhjklvKuUisxcbLoaxw/", "\x1bOP", "é", "漢", "\x00", "\x1bx",
    "\x1b[99~", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b[0n", "\x1b[12;40R", "\x1b[M !!", "\x1b[<"]
LINES = ("12", "1", "99999999999999999999", "goto 3", "goto -1", "rate 0.3", "rate hidden1 0.9", "rate 1",
         "rate 0", "rate nan", "seed 7", "seed 18446744073709551615", "dialect jax", "dialect numpy",
         "dialect nothing", "mode vanilla", "mode inverted", "theme auto", "theme nord", "layers 9,5",
         "layers 0", "site hidden2", "site \u001b[31m", "write w.jsonl", "write nowhere/w.jsonl",
         "screenshot s.svg", "screenshot s.txt", "screenshot s.ansi", "screenshot s.gif", "open {log}",
         "open /dev/null", "open s.svg", "open nothing", "fork", "help", "rate", "wat", "", "q" * 300)


class Drain:
    """A terminal that looks at nothing but what it is left as; an emulator takes a minute for this."""

    text = "(not kept: the terminal only drains)"
    SWITCH = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")

    def __init__(self, *_):
        self.answers = b""
        self.on = {25}
        self.had_screen = False
        self.tail = b""

    def feed(self, data):
        # A sequence may be cut by the end of what came; what is left at an end is seen with the next.
        data = self.tail[-16:] + data
        self.tail = data[-20000:]
        for numbers, switch in self.SWITCH.findall(data):
            for number in map(int, filter(None, numbers.split(b";"))):
                (self.on.add if switch == b"h" else self.on.discard)(number)
                self.had_screen = self.had_screen or number == 1049
        self.answers += b"\x1b[0n" * data.count(b"\x1b[5n")

    def resize(self, *_):
        pass

    @property
    def is_given_back(self):
        return not self.on & {1049, 1000, 1002, 1003, 1006} and 25 in self.on


class Hands(PseudoTerminal):
    """Types faster than a person, and never waits for a program that does not read."""

    def _start(self, command, environment):
        self.screen = Drain()
        super()._start(command, environment)
        os.set_blocking(self._master, False)

    def wait_raw(self):
        """Until it has taken the terminal over: before, keys are the kernel's."""
        deadline = time.monotonic() + HANG
        while self.modes()[3] & termios.ICANON and self.exit_status is None:
            if time.monotonic() > deadline:
                raise AssertionError("never takes the terminal over")
            self._take(0.002)

    def type(self, data):
        """Types bytes, and reads what comes, until the program has read them all."""
        deadline = time.monotonic() + HANG
        while data or self._unread():
            if self.exit_status is not None:
                return
            if time.monotonic() > deadline:
                raise AssertionError(f"hangs: {len(data) + self._unread()} bytes unread for {HANG} s")
            if data:
                with contextlib.suppress(BlockingIOError):
                    data = data[os.write(self._master, data):]
            self._take(0 if data else 0.002)
            del self.output[:]

    def drain(self, seconds=0.0):
        self.bytes_during(seconds)
        del self.output[:]

    def resize(self, width, height):
        self._set_size(width, height)

    def stop(self):
        """ctrl-Z and fg."""
        self.type(b"\x1a")
        deadline = time.monotonic() + HANG
        while not self.stopped_by and self.exit_status is None:
            if time.monotonic() > deadline:
                raise AssertionError("does not stop at ctrl-Z")
            self._take(0.01)
        while self._take(0):
            pass
        # What was typed before may have ended it.
        if self.exit_status is not None:
            return
        if not self.screen.is_given_back:
            raise AssertionError(f"stopped, the terminal still has modes {sorted(self.screen.on)}")
        os.kill(self.pid, signal.SIGCONT)
        while self.stopped_by and self.exit_status is None:
            self._take(0.01)
        self.wait_raw()

    @property
    def crash(self):
        """What the program said of its end: the top of its backtrace."""
        said = self.screen.tail.decode(errors="replace").replace("\r", "")
        frames = re.findall(r" in (.+? at .+?:\d+):\d+$", said, re.M)
        return "; ".join(frames[:6]) or said[-500:]

    def mebibytes(self):
        """Its memory; 0 once it has ended."""
        try:
            with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
                found = re.search(r"VmRSS:\s*(\d+)", file.read())
        except OSError:
            found = None
        return int(found.group(1)) / 1024 if found else 0.0

    def _unread(self):
        return struct.unpack("i", fcntl.ioctl(self._slave, termios.FIONREAD, b"\0" * 4))[0]


class Timeline:
    """A session that a screen is opened on: its words on the command line, and a log that may grow."""

    def __init__(self, name, words, grows=(), views=VIEWS):
        self.name, self.words, self.grows, self.views = name, words, grows, views


def timelines(folder):
    """The sessions there are, their logs in a folder."""
    def log(name, *words):
        path = os.path.join(folder, name + ".jsonl")
        done = run("run", *words, "--log", path)
        assert done.returncode == 0, done.stderr
        return path

    def ranks(name, *words):
        run("run", *words, "--log", os.path.join(folder, name + ".jsonl"))
        paths = sorted(os.path.join(folder, n) for n in os.listdir(folder) if n.startswith(name + ".r"))
        return paths or [log(f"{name}{rank}", *words, "--seed", str(rank)) for rank in (0, 1)]

    healthy = log("healthy", "digits", "--calls", "600")
    faulty = log("faulty", "--scenario", "forgot-eval", "--calls", "300")
    network = log("network", "convnet", "--calls", "20")
    odd = os.path.join(folder, "odd.jsonl")
    with open(healthy, encoding="utf-8") as source, open(odd, "w", encoding="utf-8") as file:
        for number, line in enumerate(source):
            record = json.loads(line)
            if record["t"] == "call" and number % 7 == 0:
                record["layers"] = record["layers"][: number % 3]
            file.write(json.dumps(record) + "\n")
    several = ranks("ranks", "--scenario", "same-seed-on-ranks", "--calls", "80")
    growing = os.path.join(folder, "growing.jsonl")
    grown = [os.path.join(folder, f"grown{rank}.jsonl") for rank in range(len(several))]
    words = "Linear(64,16) ReLU Dropout(0.3) Linear(16,10)"
    return [
        Timeline("simulation", ["digits"]),
        Timeline("deep", ["digits", "--layers", "40,30,20,10", "--rate", "0.9", "--speed", "max"]),
        Timeline("article", ["article", "--speed", "max"]),
        Timeline("module", ["module", "--speed", "64"]),
        Timeline("channels", ["module", "--kind", "dropout2d", "--shape", "4,6,5,7"]),
        Timeline("convnet", ["convnet", "--speed", "max"]),
        Timeline("residual", ["residual"]),
        Timeline("selu", ["selu"]),
        Timeline("attention", ["attention"]),
        Timeline("network", ["--net", words]),
        Timeline("scenario", ["--scenario", "dead-units", "--speed", "16"]),
        Timeline("healthy", ["replay", healthy]),
        Timeline("faulty", ["replay", faulty]),
        Timeline("convnet log", ["replay", network]),
        Timeline("odd log", ["replay", odd, "--speed", "max"]),
        Timeline("attach", ["attach", growing], grows=((faulty, growing),)),
        Timeline("both ranks", ["replay", *several]),
        Timeline("growing ranks", ["attach", *grown], grows=tuple(zip(several, grown))),
    ]


class Trial:
    """So many random events on one screen."""

    def __init__(self, timeline, view, seed, events, folder):
        self.timeline, self.view, self.seed, self.events = timeline, view, seed, events
        self.folder = folder
        self.chance = random.Random(f"{timeline.name} {view} {seed}")
        self.size = (120, 40)
        self.done = 0
        self.memory = []

    def go(self):
        """What went wrong, in a line; None where nothing did."""
        try:
            while self.done < self.events:
                self._play()
        except (AssertionError, OSError) as error:
            return (f"{self.timeline.name}, {self.view}, seed {self.seed}, event {self.done}: "
                    f"{type(error).__name__} {error}")
        return None

    def _play(self):
        """Until enough was done, or a command has left."""
        self._grow(first=True)
        with Hands(self._command(), size=self.size, **self._surroundings()) as hands:
            steps = 0
            hands.wait_raw()
            while self.done < self.events and hands.exit_status is None:
                self._act(hands)
                self._grow()
                steps += 1
                if steps % 100 == 0 and (memory := hands.mebibytes()):
                    self.memory.append(memory)
            if hands.exit_status is None:
                hands.drain(0.02)
                hands.type(b"\x03")
                hands.wait_exit(HANG)
                del hands.output[:]
            self._judge(hands)

    def _command(self):
        names = [] if "--view" in self.timeline.words else ["--view", self.view]
        return [PROGRAM, *self.timeline.words, *names]

    def _surroundings(self):
        env = self.chance.choice(({"COLORTERM": "truecolor"}, {}, {}, {"NO_COLOR": "1"}, {"LC_ALL": "C"}))
        # Where a trap happened is told, and no key is waited for.
        env = {**env, "SWIFT_BACKTRACE": "enable=yes,color=no,interactive=no", "CI": "1"}
        return {"env": env, "term": self.chance.choice(("xterm-256color", "xterm-256color", "xterm", "vt100"))}

    def _grow(self, first=False):
        for source, target in self.timeline.grows:
            with open(source, "rb") as file:
                lines = file.read().splitlines(keepends=True)
            begins = first or self.chance.random() < 0.0005
            at = 2 if begins else self.grown.get(target, 2)
            more = 0 if self.chance.random() > 0.05 else self.chance.randrange(6)
            with open(target, "wb" if begins else "ab") as file:
                file.write(b"".join(lines[:2] if begins else lines[at:at + more]))
            self.grown[target] = at + more

    grown = {}

    def _act(self, hands):
        chance = self.chance.random()
        if chance < 0.04:
            self._resize(hands)
        elif chance < 0.06:
            hands.type(b"\x1b\x1b" + str(VIEWS.index(self.view) + 1).encode())
        elif chance < 0.063:
            hands.stop()
        elif chance < 0.07:
            # The terminal takes nothing for a while.
            time.sleep(self.chance.random() * 0.05)
        elif chance < 0.10:
            self._command_line(hands)
        else:
            count = self.chance.choice((1, 1, 2, 4, 8, 16, 40))
            hands.type("".join(self._event() for _ in range(count)).encode())
            self.done += count
            return
        self.done += 1

    def _event(self):
        chance = self.chance.random()
        if chance < 0.72:
            return self.chance.choice(KEYS_PRESSED)
        x, y = (self.chance.randrange(1, n + 3) for n in self.size)
        if chance < 0.85:
            return f"\x1b[<0;{x};{y}M" + (f"\x1b[<0;{x};{y}m" if chance < 0.84 else "")
        if chance < 0.93:
            return f"\x1b[<{self.chance.choice((64, 65))};{x};{y}M"
        to = [(self.chance.randrange(1, self.size[0] + 3), self.chance.randrange(1, self.size[1] + 3))
              for _ in range(self.chance.randrange(1, 5))]
        return f"\x1b[<0;{x};{y}M" + "".join(f"\x1b[<32;{a};{b}M" for a, b in to) + f"\x1b[<0;{x};{y}m"

    def _resize(self, hands):
        self.size = self.chance.choice(SIZES)
        if self.chance.random() < 0.5:
            self.size = (self.chance.randrange(1, 321), self.chance.randrange(1, 121))
        hands.resize(*self.size)
        if self.chance.random() < 0.5:
            hands.drain(0.002)

    def _command_line(self, hands):
        line = self.chance.choice(LINES).format(log=self.folder + "/healthy.jsonl")
        parts = [line, line[: self.chance.randrange(len(line) + 1)] + "\t", "\x1bOA\x1bOA", line + "\x7f\x7f"]
        hands.type(f"\x1b\x1b:{self.chance.choice(parts)}{self.chance.choice(chr(13) * 4 + chr(27))}".encode())

    def _judge(self, hands):
        if hands.exit_status not in (0, 130):
            raise AssertionError(f"exit status {hands.exit_status}: {hands.crash}")
        if not hands.screen.is_given_back or hands.modes() != hands.modes_before:
            raise AssertionError(f"the terminal is left with modes {sorted(hands.screen.on)}")
        memory = self.memory
        if memory and max(memory) > MOST:
            raise AssertionError(f"{max(memory):.0f} MiB of memory")
        if len(memory) >= 4:
            middle = max(memory[len(memory) // 2 - 1:len(memory) // 2 + 1])
            if memory[-1] > middle + GROWTH:
                raise AssertionError(f"memory grows: {middle:.0f} MiB in the middle, {memory[-1]:.0f} at the end")


def trials(folder, events, seed, only=()):
    """All of them, or those whose timeline or view is named."""
    sessions = timelines(folder)
    for name in set(only) - {s.name for s in sessions} - set(VIEWS):
        sys.exit(f"there is no timeline or view {name}: {', '.join([s.name for s in sessions] + list(VIEWS))}")
    wanted_names, wanted_views = set(only) - set(VIEWS), set(only) & set(VIEWS)
    for session in sessions:
        for view in session.views:
            if (not wanted_names or session.name in wanted_names) and (
                    not wanted_views or view in wanted_views):
                yield Trial(session, view, seed, events, folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", default=[], help="a timeline or a view")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="dropscope-hands-")
    failures = 0
    try:
        every = list(trials(folder, arguments.events, arguments.seed, arguments.only))
        with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
            for trial, problem, memory, took in pool.map(attempt, every):
                failures += problem is not None
                peak = f"{max(memory):.0f}" if memory else "-"
                last = f"{memory[-1]:.0f}" if memory else "-"
                print(f"{trial:32} {took:6.1f} s  {peak:>4} {last:>4} MiB  {problem or 'ok'}", flush=True)
        print(f"{len(every)} of {arguments.events} events, {failures} failed")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(failures != 0)


def attempt(trial):
    start = time.monotonic()
    problem = trial.go()
    return f"{trial.timeline.name}, {trial.view}", problem, trial.memory, time.monotonic() - start


if __name__ == "__main__":
    main()
