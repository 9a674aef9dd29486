"""Frames of recorded sessions, printed without a terminal; also of logs that are broken."""

import os
import random
import re
import resource
import sys
import unittest

from program import needs_program, run
from recorded import ReplayTest


@needs_program
class Frames(ReplayTest):
    def test_frame_of_a_log_is_the_simulation_s_but_for_tensors_and_strip(self):
        # At the last call both have looked at the same calls.
        done = run("frame", "--session", self.log, "--call", 300, "--size", "120x40")
        simulated = run("frame", "digits", "--seed", "3", "--call", 300, "--size", "120x40")
        rows, wanted = done.stdout.splitlines(), simulated.stdout.splitlines()
        histograms = [index for index, row in enumerate(wanted) if "before" in row][0]
        strip = [index for index, row in enumerate(wanted) if "─ time " in row][0]
        self.assertEqual(rows[histograms:strip], wanted[histograms:strip])
        earlier = run("frame", "--session", self.log, "--call", 228, "--size", "120x40")
        self.assertIn("call 228 of 300", earlier.stdout.splitlines()[0])

    def test_frame_names_the_calls_there_are(self):
        done = run("frame", "--session", self.log, "--call", 301)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(
            done.stderr,
            f"dropscope: {self.log}: it holds no call 301; the last one is 300\n")

    def test_replay_prints_frames_without_a_terminal(self):
        done = run("replay", self.log, "--frames", 3, "--call", 298, "--size", "80x24")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 3 * 24)
        for number in (298, 299, 300):
            self.assertIn(f"call {number}", done.stdout)
        frame = run("frame", "--session", self.log, "--call", 299, "--size", "80x24").stdout
        self.assertEqual(done.stdout.splitlines()[24:48], frame.splitlines())

    def test_mutated_logs_never_crash_hang_or_leak_an_escape(self):
        with open(self.log, "rb") as file:
            lines = file.readlines()[:12]
        lines[5:5] = [b'{"t":"mark","n":4,"ms":1,"text":"a mark"}\n',
                      b'{"t":"rewind","n":3,"ms":2}\n', *lines[3:5],
                      b'{"t":"change","n":5,"ms":3,"what":"rate","layer":"hidden1",'
                      b'"from":"0.5","to":"0.2"}\n']
        log = b"".join(lines)
        chance = random.Random(7)
        path = os.path.join(self.folder, "mutated.jsonl")
        for _ in range(int(os.environ.get("MUTATIONS", "150"))):
            data = mutated(log, chance)
            with open(path, "wb") as file:
                file.write(data)
            kind = chance.choice((["replay", path, "--frames", "1"],
                                  ["frame", "--session", path, "--call", "10"]))
            done = run(*kind, "--color", "256", timeout=5)
            self.assertIn(done.returncode, (0, 2), (data, done.stderr))
            if done.returncode == 2:
                self.assertTrue(done.stderr.startswith(f"dropscope: {path}: "), done.stderr)
            text = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout) + done.stderr
            self.assertNotRegex(text, r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
        if sys.platform == "linux":
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            self.assertLess(peak, 500 * 1024, "KiB of memory")


def mutated(log, chance):
    data = bytearray(log)
    pieces = [b"\x1b[2J", b"\x00", b"\n", b'"', b"{", b"]", b"9" * 30, b"-1", b"1e999", b"\xff",
              b"null", b"\\u001b", b"0,", b'"n":', b"[" * 50]
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        kind = chance.randrange(4)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[at:at] = chance.choice(pieces)
        elif kind == 2:
            del data[at:at + chance.randint(1, 200)]
        else:
            start = chance.randrange(len(data))
            data[at:at] = data[start:start + chance.randint(1, 400)]
    return bytes(data)


if __name__ == "__main__":
    unittest.main()
