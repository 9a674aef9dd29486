#!/usr/bin/env python3
"""Measures replay and attach from outside, on a pseudo-terminal.

    bench_replay.py PROGRAM [--megabytes 200] [--rate 1000] [--seconds 10]

It makes a log with `run`, and prints: when the first frame stands, how long the index takes, how long
jumps take, the peak of memory; then attaches to a log that grows by so many calls a second and prints
the share of a core, how soon keys are answered, and whether any call was lost.
Linux: times and memory come from /proc.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Terminal"))
from pseudo_terminal import PseudoTerminal  # noqa: E402

CALL = re.compile(r"call (\d+)")


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid, key):
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(rf"{key}:\s+(\d+) kB", file.read()).group(1)) / 1024


def call_on(screen):
    found = CALL.search(screen.row(0))
    return int(found.group(1)) if found else None


def percentiles(times):
    times = sorted(times)
    return (f"median {times[len(times) // 2] * 1000:.1f} ms, "
            f"95 of 100 under {times[int(len(times) * 0.95)] * 1000:.1f} ms, "
            f"max {times[-1] * 1000:.1f} ms")


def make_log(program, path, megabytes):
    """Runs so many calls that the log is about that large."""
    probe = path + ".probe"
    subprocess.run([program, "run", "digits", "--calls", "200", "--log", probe, "--force"],
                   check=True, stdout=subprocess.DEVNULL)
    calls = int(megabytes * 1e6 / (os.path.getsize(probe) / 200))
    os.remove(probe)
    subprocess.run([program, "run", "digits", "--calls", str(calls), "--log", path, "--force"],
                   check=True, stdout=subprocess.DEVNULL)
    return calls


def timed(terminal, keys, condition, what):
    start = time.monotonic()
    terminal.press(*keys)
    terminal.wait_until(condition, what)
    return time.monotonic() - start


def bench_replay(program, path, calls):
    print(f"replay: {os.path.getsize(path) / 1e6:.0f} MB, {calls} calls")
    start = time.monotonic()
    with PseudoTerminal([program, "replay", path, "--paused"]) as terminal:
        terminal.wait_until(lambda screen: call_on(screen) == 1, "call 1")
        print(f"  first frame after {(time.monotonic() - start) * 1000:.0f} ms")
        terminal.wait_until(lambda screen: f"call 1/{calls}" in screen.row(0), "the index", 120)
        print(f"  index after {(time.monotonic() - start) * 1000:.0f} ms")
        chance = random.Random(1)
        jumps = []
        for _ in range(100):
            number = chance.randint(1, calls)
            terminal.press(":", str(number))
            terminal.settle(0.02)
            jumps.append(timed(terminal, ["enter"], lambda screen: call_on(screen) == number,
                               f"call {number}"))
        print(f"  jumps: {percentiles(jumps)}")
        steps = []
        for key in [",", "."] * 50:
            before = call_on(terminal.screen)
            steps.append(timed(terminal, [key], lambda screen: call_on(screen) != before, "a step"))
        print(f"  steps: {percentiles(steps)}")
        print(f"  memory: peak {memory(terminal.pid, 'VmHWM'):.0f} MiB")
        terminal.press("q")
        terminal.wait_exit()


class Writer(threading.Thread):
    """Appends calls of a log to another, so many a second."""

    def __init__(self, source, target, rate):
        super().__init__(daemon=True)
        self.rate, self.target, self.written, self.stop = rate, target, 0, False
        with open(source, "rb") as file:
            self.header = file.readline()
            self.lines = [file.readline() for _ in range(2000)]
        with open(target, "wb") as file:
            file.write(self.header)

    def run(self):
        start = time.monotonic()
        with open(self.target, "ab", buffering=0) as file:
            while not self.stop:
                due = int((time.monotonic() - start) * self.rate)
                while self.written < due:
                    line = self.lines[self.written % len(self.lines)]
                    self.written += 1
                    file.write(re.sub(rb'"n":\d+', b'"n":%d' % self.written, line, count=1))
                time.sleep(0.002)


def bench_attach(program, path, rate, seconds):
    with tempfile.TemporaryDirectory() as folder:
        writer = Writer(path, os.path.join(folder, "growing.jsonl"), rate)
        with PseudoTerminal([program, "attach", writer.target]) as terminal:
            terminal.wait_for("waiting for ")
            writer.start()
            terminal.wait_for("following")
            terminal.bytes_during(1)
            before, start = cpu_seconds(terminal.pid), time.monotonic()
            terminal.bytes_during(seconds)
            used = (cpu_seconds(terminal.pid) - before) / (time.monotonic() - start)
            print(f"attach: {rate} calls a second, following")
            print(f"  {used * 100:.1f} % of a core")
            keys = []
            for _ in range(30):
                keys.append(timed(terminal, ["?"], lambda s: "Selection" in s.text, "help"))
                timed(terminal, ["?"], lambda s: "Selection" not in s.text, "no help")
                terminal.bytes_during(0.05)
            print(f"  keys: {percentiles(keys)}")
            lags = []
            for _ in range(30):
                terminal.bytes_during(0.1)
                lags.append(writer.written - (call_on(terminal.screen) or 0))
            print(f"  behind the writer: at most {max(lags)} calls")
            terminal.press(",")
            terminal.wait_for("paused")
            # The word stands at once; the call before may still be on its way.
            terminal.bytes_during(0.3)
            number = call_on(terminal.screen)
            for step in range(1, 51):
                terminal.press(",")
                terminal.wait_until(lambda s: call_on(s) == number - step, "a step back")
            print("  50 steps back: no call is missing")
            terminal.press("F")
            terminal.wait_for("following")
            writer.stop = True
            writer.join()
            terminal.wait_until(lambda s: call_on(s) == writer.written, "the last call")
            print(f"  memory: peak {memory(terminal.pid, 'VmHWM'):.0f} MiB, "
                  f"{writer.written} calls written, the last one shown")
            terminal.press("q")
            terminal.wait_exit()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--megabytes", type=float, default=200)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10)
    arguments = parser.parse_args()
    if not sys.platform.startswith("linux"):
        print("replay: skipped, since times and memory are read from /proc")
        return
    program = os.path.abspath(arguments.program)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "session.jsonl")
        calls = make_log(program, path, arguments.megabytes)
        bench_replay(program, path, calls)
        bench_attach(program, path, arguments.rate, arguments.seconds)


if __name__ == "__main__":
    main()
