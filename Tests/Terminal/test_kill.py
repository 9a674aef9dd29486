"""A recording that is killed, and a disk that fills up: what was whole stays, and goes on."""

import ctypes
import json
import os
import random
import re
import signal
import subprocess
import tempfile
import time
import unittest

from program import (
    BAD_INPUT, BAD_USAGE, PROGRAM, needs_program, run, say_skipped)
from pseudo_terminal import PseudoTerminal
from sample_logs import LogTest

# By hand: DROPSCOPE_KILLS=200
KILLS = int(os.environ.get("DROPSCOPE_KILLS", "10"))


def without_times(lines):
    """Records without the values that may differ."""
    return [re.sub(rb'"ms":\d+', b'"ms":0', re.sub(rb'"started":"[^"]*"', b"", line))
            for line in lines]


@needs_program
class Killed(LogTest):
    def test_what_was_whole_is_read_back_and_appending_loses_nothing(self):
        command = ("run", "digits", "--layers", "300,200", "--seed", "9")
        whole = self.path("whole.jsonl")
        self.well(*command, "--calls", 400, "--log", whole)
        expected = without_times(self.lines(whole))
        chance = random.Random(1)
        torn = 0
        for turn in range(KILLS):
            path = self.path(f"{turn}.jsonl")
            process = subprocess.Popen(
                [PROGRAM, *command, "--calls", "390", "--log", path],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.005, 0.15))
            process.kill()
            process.wait()
            if not os.path.exists(path) or os.path.getsize(path) == 0:
                continue
            if turn % 2:
                # A kill seldom falls within a write; a crash of the machine does.
                with open(path, "r+b") as file:
                    file.truncate(max(2000, os.path.getsize(path) - chance.randrange(1, 9000)))
            torn += self.check(path, command, expected)
        if KILLS >= 10:
            self.assertGreater(torn, 0, "no line was ever torn")

    def check(self, path, command, expected):
        with open(path, "rb") as file:
            *lines, tail = file.read().split(b"\n")
        calls = sum(line.startswith(b'{"t":"call"') for line in lines)
        shown = run("show", path, "--brief")
        numbers = set(map(int, re.findall(r"(?m)^call (\d+) ", shown.stdout)))
        self.assertEqual((shown.returncode, numbers), (0, set(range(1, calls + 1))))
        says = f"unfinished; its {len(tail)} byte" if tail else ""
        self.assertEqual(len(shown.stderr.splitlines()), 1 if tail else 0)
        self.assertIn(says, shown.stderr)
        verified = run("verify", path)
        self.assertEqual((verified.returncode, verified.stdout), (0, ""))
        appended = run(*command, "--calls", 400, "--log", path, "--append")
        self.assertEqual(appended.returncode, 0, appended.stderr)
        records = [line for line in without_times(self.lines(path)) if b'"t":"end"' not in line]
        self.assertEqual(records, expected[:-1])
        os.remove(path)
        return bool(tail)


@needs_program
class Appending(LogTest):
    def test_another_session_is_refused_and_the_log_unchanged(self):
        path = self.path("a.jsonl")
        command = ("run", "digits", "--seed", "5", "--log", path)
        self.well(*command, "--calls", 20)
        before = self.lines(path)
        for more in (("--seed", "6"), ("--mode", "vanilla"), ("--phase", "eval"), ("--batch", "8"),
                     ("--layers", "128,32"), ("--rate", "0.25"), ("--dialect", "numpy-legacy"),
                     ("--force",)):
            code = BAD_USAGE if more == ("--force",) else BAD_INPUT
            result = self.fails(code, *command, *more, "--calls", 30, "--append")
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
            self.assertEqual(self.lines(path), before)
        self.fails(BAD_USAGE, "run", "digits", "--calls", 3, "--append")

    def test_a_log_that_has_them_all_stays_as_it_is(self):
        path = self.path("a.jsonl")
        command = ("run", "article", "--log", path, "--append")
        self.well(*command, "--calls", 9)
        before = self.lines(path)
        self.well(*command, "--calls", 9)
        self.well(*command, "--calls", 4)
        self.assertEqual(self.lines(path), before)

    def test_an_ended_log_goes_on(self):
        path, whole = self.path("a.jsonl"), self.path("b.jsonl")
        for count in (5, 6, 40):
            self.well("run", "digits", "--calls", count, "--log", path, "--append")
        self.well("run", "digits", "--calls", 40, "--log", whole)
        self.well("verify", path)
        self.well("diff", path, whole)
        records = list(map(json.loads, self.lines(path)))
        times = [record["ms"] for record in records[1:]]
        self.assertEqual(times, sorted(times))

    def test_a_log_with_another_mask_is_not_gone_on_with(self):
        path = self.path("a.jsonl")
        self.well("run", "module", "--calls", 5, "--log", path)
        text = b"".join(self.lines(path))
        with open(path, "wb") as file:
            file.write(re.sub(rb'"kept":(\d+)', b'"kept":1', text, count=1))
        self.assertIn("call 1", self.fails(
            2, "run", "module", "--calls", 9, "--log", path, "--append").stderr)


class SmallDisk:
    """A file system in memory that holds no more than a size; needs root."""

    def __init__(self, size):
        self.folder = tempfile.mkdtemp(prefix="dropscope-disk-")
        libc = ctypes.CDLL(None, use_errno=True)
        self.is_there = hasattr(libc, "mount") and libc.mount(
            b"tmpfs", self.folder.encode(), b"tmpfs", 0, b"size=%d" % size) == 0
        self._unmount = getattr(libc, "umount2", None)

    def close(self):
        if self.is_there:
            self._unmount(self.folder.encode(), 2)
        os.rmdir(self.folder)


@needs_program
class FullDisk(LogTest):
    def setUp(self):
        super().setUp()
        disk = SmallDisk(256 << 10)
        self.addCleanup(disk.close)
        if not disk.is_there:
            say_skipped("a full disk, since mounting a small one needs root and Linux")
            self.skipTest("a small disk cannot be mounted here")
        self.disk = disk.folder

    def test_a_run_says_so_and_leaves_a_valid_log(self):
        path = os.path.join(self.disk, "d.jsonl")
        result = self.fails(2, "run", "digits", "--calls", 500, "--log", path)
        self.assertEqual(len(result.stderr.splitlines()), 1)
        self.assertIn("No space left", result.stderr)
        self.assertGreater(len(self.lines(path)), 10)
        self.assertTrue(self.lines(path)[-1].endswith(b"\n"))
        self.well("verify", path)

    def test_the_screen_says_so_and_goes_on(self):
        path = os.path.join(self.disk, "d.jsonl")
        with PseudoTerminal([PROGRAM, "digits", "--speed", "max", "--log", path]) as terminal:
            terminal.wait_until(
                lambda s: "space left" in s.text or "rec failed" in s.text, "word of the full disk")
            terminal.press(" ")
            terminal.settle()
            number = int(re.search(r"call (\d+)", terminal.screen.text).group(1))
            terminal.press(".")
            terminal.wait_for(f"call {number + 1}")
            terminal.press("q")
            self.assertEqual(terminal.wait_exit(), 0)
        self.well("verify", path)

    def test_an_export_that_does_not_fit_is_taken_away(self):
        log = self.path("d.jsonl")
        self.well("run", "digits", "--calls", 200, "--log", log)
        for form in ("csv", "npy"):
            out = os.path.join(self.disk, "x")
            result = self.fails(2, "export", log, "--format", form, "--out", out)
            self.assertEqual(len(result.stderr.splitlines()), 1)
            self.assertEqual(os.listdir(self.disk), [])


if __name__ == "__main__":
    unittest.main()
