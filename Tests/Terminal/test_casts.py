"""replay --cast: a recording of the screen that plays to the frames that frame prints."""

import json
import os
import resource
import subprocess
import sys
import unittest

from program import BAD_INPUT, BAD_USAGE, PROGRAM, needs, needs_program
from recorded import CALLS, ReplayTest

try:
    import pyte
except ImportError:
    pyte = None

needs_pyte = needs(pyte, "the playing of recordings, since there is no pyte (python3 -m pip install pyte)")


def cells(screen):
    """All that is seen of a screen; a blank shows no ink."""
    seen = []
    for row in range(screen.lines):
        for column in range(screen.columns):
            cell = screen.buffer[row][column]
            if cell.data == " " and not cell.reverse and not cell.underscore:
                cell = cell._replace(fg="default", bold=False)
            seen.append(cell)
    return seen


@needs_program
class Casts(ReplayTest):
    def cast(self, *arguments, name="out.cast"):
        path = os.path.join(self.folder, name)
        done = self.program("replay", self.log, "--cast", path, "--force", *arguments)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        with open(path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        return path, lines[0], lines[1:]

    def program(self, *arguments, **options):
        return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                              check=False, stdin=subprocess.DEVNULL, env={**os.environ, "LANG": "C.UTF-8"},
                              **options)

    @needs_pyte
    def test_a_hundred_calls_play_to_their_frames_and_are_small(self):
        for size, more in (("120x40", []), ("80x24", ["--theme", "okabe-light"])):
            with self.subTest(size):
                path, header, events = self.cast("--call", 101, "--frames", 100, "--size", size, *more)
                self.assertLess(os.path.getsize(path), 1_000_000)
                width, height = map(int, size.split("x"))
                self.assertEqual((header["version"], header["width"], header["height"]),
                                 (2, width, height))
                self.assertEqual(len(events), 101)
                screen = pyte.Screen(width, height)
                stream = pyte.Stream(screen)
                for index, (at, kind, data) in enumerate(events[:-1]):
                    self.assertEqual((at, kind), (index * 0.25, "o"))
                    stream.feed(data)
                    if index % 7 and index != 99:
                        continue
                    wanted = self.program(
                        "frame", "--session", self.log, "--call", 101 + index, "--size", size,
                        "--format", "ansi", "--color", "256", *more)
                    self.assertEqual(wanted.stderr, "")
                    fresh = pyte.Screen(width, height)
                    fresh.mode.discard(pyte.modes.DECAWM)
                    pyte.Stream(fresh).feed(wanted.stdout.removesuffix("\n").replace("\n", "\r\n"))
                    self.assertEqual(screen.display, fresh.display)
                    self.assertEqual(cells(screen), cells(fresh))

    def test_the_whole_session_at_the_speed_asked_for(self):
        _, _, events = self.cast("--size", "80x24", "--speed", 4)
        self.assertEqual(len(events), CALLS + 1)
        self.assertAlmostEqual(events[1][0], 1 / 16, delta=0.001)
        _, _, events = self.cast("--call", CALLS - 1, "--speed", "max", "--color", "none")
        self.assertEqual(len(events), 3)
        self.assertAlmostEqual(events[1][0], 1 / 30, places=3)
        self.assertNotIn("38;5", events[0][2])

    def test_the_same_log_is_the_same_recording(self):
        first, _, _ = self.cast("--frames", 5)
        second, _, _ = self.cast("--frames", 5, name="again.cast")
        with open(first, "rb") as one, open(second, "rb") as other:
            self.assertEqual(one.read(), other.read())

    def test_nothing_is_overwritten_unasked(self):
        path = os.path.join(self.folder, "mine.cast")
        with open(path, "w", encoding="utf-8") as file:
            file.write("mine")
        done = self.program("replay", self.log, "--cast", path)
        self.assertEqual((done.returncode, done.stdout), (BAD_INPUT, ""))
        self.assertIn("already exists; choose another name or pass --force", done.stderr)
        done = self.program("replay", self.log, "--cast", self.log, "--force")
        self.assertEqual(done.returncode, BAD_INPUT)
        self.assertIn("is the file that is read", done.stderr)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine")
        done = self.program("replay", self.log, "--force")
        self.assertEqual(done.returncode, BAD_USAGE)

    @unittest.skipUnless(sys.platform == "linux", "limits of files are Linux's here")
    def test_a_full_disk_leaves_nothing_and_a_line(self):
        for command, name in ((("replay", "--cast"), "full.cast"), (("report", "-o"), "full.html")):
            path = os.path.join(self.folder, name)
            done = self.program(
                command[0], self.log, command[1], path,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)))
            self.assertEqual(done.returncode, BAD_INPUT, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1)
            self.assertIn(f"{name}: cannot be written: File too large", done.stderr)
            self.assertFalse(os.path.exists(path))

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full here")
    def test_a_device_that_takes_nothing_stays_where_it_is(self):
        for command in (("replay", "--cast"), ("report", "-o")):
            done = self.program(command[0], self.log, command[1], "/dev/full", "--force")
            self.assertEqual(done.returncode, BAD_INPUT)
            self.assertIn("/dev/full: cannot be written: No space left", done.stderr)
            self.assertTrue(os.path.exists("/dev/full"))


if __name__ == "__main__":
    unittest.main()
