"""A terminal behind a slow line: what a program writes lies in buffers, and is shown so many bytes a second.

    DROPSCOPE=… python3 Tests/Terminal/slow_terminal.py --rate 20000 --keys 40

prints how long a key waits until the screen shows what it does, and how many bytes a second went over
the line.
"""

import argparse
import json
import os
import random
import select
import statistics
import sys
import time

from program import PROGRAM
from pseudo_terminal import PseudoTerminal


class SlowTerminal(PseudoTerminal):
    """What is read from the program is shown and answered at `rate` bytes a second.

    `buffer` bytes are taken from the program at once, as a connection of a network does; with 0 they wait
    in the pseudo-terminal. `way` is how long every byte takes in each direction, in seconds.
    """

    def __init__(self, command, rate, buffer=0, way=0.0, answers=True, **options):
        self._rate, self._buffer, self._way, self._answers = rate, buffer, way, answers
        # What is under way: when it may be shown, and what; and the same for keys and answers.
        self._line, self._back = [], []
        self._free = time.monotonic()
        super().__init__(command, **options)

    def press(self, *keys):
        if not self._way:
            return super().press(*keys)
        self._back.append((time.monotonic() + self._way, "".join(keys).encode()))
        return None

    def wait_exit(self, timeout=20.0):
        status = super().wait_exit(timeout)
        deadline = time.monotonic() + timeout
        # What it wrote at last is still under way.
        while (self._line or self._read()) and time.monotonic() < deadline:
            self._show()
        return status

    def _take(self, timeout):
        ready, _, _ = select.select([self._reports] if self._reports is not None else [], [], [], 0)
        if ready:
            self._take_report()
        self._read()
        shown = self._show()
        if not shown and timeout > 0:
            time.sleep(min(timeout, 0.001))
        return shown

    def _read(self):
        """Whether there was anything."""
        waiting = sum(len(data) for _, data in self._line)
        # A tick's worth stands in the line itself.
        room = self._buffer + max(1, int(self._rate * 0.002)) - waiting
        if room <= 0 or self._master is None:
            return False
        ready, _, _ = select.select([self._master], [], [], 0)
        if ready:
            try:
                data = os.read(self._master, min(room, 65536))
            except OSError:
                return False
            self._line.append((time.monotonic() + self._way, data))
        return bool(ready)

    def _show(self):
        now = time.monotonic()
        while self._back and self._back[0][0] <= now:
            os.write(self._master, self._back.pop(0)[1])
        # The line that had nothing to do does not catch up.
        self._free = max(self._free, now - 0.005)
        shown = False
        while self._line and self._line[0][0] <= now and self._free < now:
            at, data = self._line.pop(0)
            share = max(1, int((now - self._free) * self._rate))
            piece, rest = data[:share], data[share:]
            if rest:
                self._line.insert(0, (at, rest))
            self._free += len(piece) / self._rate
            self.output += piece
            self.screen.feed(piece)
            shown = True
            if self.screen.answers and self._answers:
                self._back.append((now + self._way, self.screen.answers))
            self.screen.answers = b""
        return shown


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rate", type=int, default=20_000)
    parser.add_argument("--buffer", type=int, default=0)
    parser.add_argument("--way", type=float, default=0.0)
    parser.add_argument("--keys", type=int, default=40)
    parser.add_argument("--mute", action="store_true")
    parser.add_argument("--size", default="120x40")
    parser.add_argument("words", nargs="*", default=["digits"])
    arguments = parser.parse_args()
    size = tuple(map(int, arguments.size.split("x")))
    chance = random.Random(1)
    with SlowTerminal([PROGRAM, *arguments.words], arguments.rate, arguments.buffer, arguments.way,
                      not arguments.mute, size=size) as terminal:
        terminal.wait_for("call ", 60)
        first = len(terminal.output)
        terminal.bytes_during(4)
        start, count = time.monotonic(), len(terminal.output)
        times = []
        for _ in range(arguments.keys):
            terminal.bytes_during(0.3 + chance.random())
            paused = "paused" in terminal.screen.row(0)
            pressed = time.monotonic()
            terminal.press(" ")
            terminal.wait_until(lambda screen: ("paused" in screen.row(0)) != paused, "space", 30)
            times.append((time.monotonic() - pressed) * 1000)
        rate = (len(terminal.output) - count) / (time.monotonic() - start)
        terminal.press("\x03")
        quit_at = time.monotonic()
        terminal.wait_exit(30)
        times.sort()
        print(json.dumps({"first_frame_bytes": first, "median_ms": round(statistics.median(times), 1),
                          "p90_ms": round(times[int(len(times) * 0.9)], 1), "most_ms": round(times[-1], 1),
                          "bytes_per_s": round(rate), "quit_ms": round((time.monotonic() - quit_at) * 1000)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
