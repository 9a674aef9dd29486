"""What the tests of recorded sessions and of logs that grow share."""

import json
import os
import shutil
import tempfile

from program import run
from test_screen import ScreenTest, shows_call, status

CALLS = 300


def is_at(number, last):
    """Whether the status line shows a call that is not the last."""
    return lambda screen: f"call {number} of {last}" in status(screen)


def body(screen):
    """The panels without time, which shows the whole session."""
    return screen.text.split("─ time ")[0].split("\n", 1)[1]


class Log:
    """A log that a test writes, record by record."""

    def __init__(self, path, source):
        self.path = path
        with open(source, "rb") as file:
            self.header, *lines = file.read().splitlines(keepends=True)
        self.calls = [line for line in lines if line.startswith(b'{"t":"call"')]

    def create(self, calls=()):
        with open(self.path, "wb") as file:
            file.write(self.header)
        self.append(*calls)

    def append(self, *numbers):
        self.write(b"".join(self.calls[number - 1] for number in numbers))

    def write(self, data):
        with open(self.path, "ab") as file:
            file.write(data)


class ReplayTest(ScreenTest):
    """A recorded session of so many calls, and screens on it."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="dropscope-replay-")
        cls.log = os.path.join(cls.folder, "d.jsonl")
        done = run("run", "digits", "--seed", "3", "--calls", CALLS, "--log", cls.log)
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    def growing(self, *calls):
        """A log in the folder of this class, with these calls of the recorded one."""
        log = Log(os.path.join(self.folder, self.id().rsplit(".", 1)[1] + ".jsonl"), self.log)
        log.create(calls)
        return log

    def replay(self, path=None, *arguments, **options):
        terminal = self.start("replay", path or self.log, "--paused", *arguments, **options)
        terminal.wait_until(is_at(1, CALLS), "the index")
        terminal.settle()
        return terminal

    def attach(self, log, number):
        terminal = self.start("attach", log.path)
        terminal.wait_until(shows_call(number), f"call {number}")
        return terminal

    def calls_of(self, path):
        with open(path, encoding="utf-8") as file:
            return [json.loads(line) for line in file]
