"""Logs that the tests of the commands that read logs share."""

import os
import shutil
import subprocess
import tempfile
import unittest

from program import PROGRAM, run

# Enough to learn a little, to reach the end of an epoch, and to be quick.
COMMANDS = {
    "digits": ("digits", "--rate", "0.2", "--seed", "3", "--calls", "60"),
    "small": ("digits", "--layers", "9,5", "--batch", "7", "--rate", "hidden1=0.9", "--mode",
              "vanilla", "--calls", "40"),
    "eval": ("digits", "--phase", "eval", "--mode", "vanilla", "--calls", "5"),
    "article": ("article", "--seed", "7", "--mode", "vanilla", "--calls", "20"),
    "module": ("module", "--rate", "0.3", "--calls", "20"),
    "nothing": ("module", "--rate", "0", "--calls", "3"),
    "everything": ("module", "--rate", "1", "--calls", "3"),
}


class LogTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="dropscope-test-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name, content=None):
        path = os.path.join(self.folder, name)
        if content is not None:
            with open(path, "wb") as file:
                file.write(content)
        return path

    def well(self, *arguments, **options):
        """Runs it, and makes sure that it has nothing to complain about."""
        result = run(*arguments, folder=self.folder, **options)
        self.assertEqual((result.returncode, result.stderr), (0, ""), arguments)
        return result.stdout

    def fails(self, code, *arguments, **options):
        result = run(*arguments, folder=self.folder, **options)
        self.assertEqual(result.returncode, code, (arguments, result.stdout, result.stderr))
        return result

    def log(self, name, *more):
        """A log of one of the commands."""
        path = self.path(f"{name}.jsonl")
        self.well("run", *COMMANDS[name], *more, "--log", path, "--force")
        return path

    def lines(self, path):
        with open(path, "rb") as file:
            return file.read().splitlines(keepends=True)


def standard_output(*arguments):
    """What the program prints, as bytes."""
    return subprocess.run([PROGRAM, *arguments], stdout=subprocess.PIPE, check=True).stdout
