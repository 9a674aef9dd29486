"""The commands that read a log: show, verify, and the page about the format."""

import json
import os
import re
import shutil
import subprocess
import time
import unittest

from program import BAD_INPUT, BAD_USAGE, PROGRAM, needs, needs_program
from pseudo_terminal import PseudoTerminal
from sample_logs import COMMANDS, LogTest, flip

try:
    import numpy
except ImportError:
    numpy = None

PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "session-log.md")
needs_numpy = needs(numpy, "the reader of docs/session-log.md, since there is no numpy")


def another(match):
    """The same key with another number: one less, or twice as much."""
    key, value = match.group(0).split(b":")
    value = b"%d" % (int(value) - 1 or 7) if value.isdigit() else b"%r" % (float(value) * 2)
    return key + b":" + value


@needs_program
class Format(LogTest):
    @needs_numpy
    def test_the_ten_lines_of_the_page_read_every_log(self):
        with open(PAGE, encoding="utf-8") as file:
            source = re.search(r"```python\n(.*?)```", file.read(), re.DOTALL).group(1)
        self.assertLessEqual(len(source.strip().splitlines()), 10)
        page = {}
        exec(source, page)  # pylint: disable=exec-used
        for name in COMMANDS:
            with self.subTest(name):
                path = self.log(name)
                session = json.loads(self.lines(path)[0])
                shapes = {layer["name"]: layer["shape"] for layer in session["layers"]}
                calls = page["read"](path)
                self.assertEqual(len(calls), int(COMMANDS[name][-1]))
                for call in calls.values():
                    for layer in call["layers"]:
                        size = int(numpy.prod(shapes[layer["name"]]))
                        if layer["mask"] is not None:
                            bits = page["mask"](layer["mask"], size)
                            self.assertEqual((len(bits), bits.sum()), (size, layer["kept"]))

    @needs(shutil.which("jq"), "jq on every log, since there is no jq")
    def test_jq_reads_every_log(self):
        for name in COMMANDS:
            path = self.log(name)
            output = subprocess.run(["jq", "-r", ".t", path], stdout=subprocess.PIPE, check=True)
            self.assertEqual(len(output.stdout.split()), len(self.lines(path)))

    def test_the_page_names_every_key(self):
        with open(PAGE, encoding="utf-8") as file:
            page = file.read()

        def check(value):
            for key, inner in value.items() if isinstance(value, dict) else ():
                self.assertIn(f"`{key}`", page.replace('"t"', "`t`"))
                check(inner)
            for inner in value if isinstance(value, list) else ():
                check(inner)

        for name in COMMANDS:
            for line in self.lines(self.log(name)):
                check(json.loads(line))


@needs_program
class Show(LogTest):
    def test_masks_are_grids_and_histograms_bars(self):
        text = self.well("show", self.log("module"), "--call", "4")
        record = json.loads(self.lines(self.path("module.jsonl"))[4])
        bits = "".join(f"{byte:08b}" for byte in bytes.fromhex(record["layers"][0]["mask"]))
        for row in range(20):
            expected = bits[16 * row:16 * row + 16].replace("1", "█").replace("0", "·")
            self.assertIn(f"    {expected}\n", text)
        for stage in ("before", "masked", "after"):
            self.assertRegex(text, rf"\n    {stage} .*mean .*\n")
        self.assertRegex(text, "[▁▂▃▄▅▆▇]")

    def test_every_log_is_shown_without_escapes_within_its_width(self):
        for name in COMMANDS:
            text = self.well("show", self.log(name))
            self.assertNotIn("\x1b", text)
            self.assertLessEqual(max(map(len, text.splitlines())), 132)
            self.assertEqual(len(re.findall(r"(?m)^call \d+ ", text)), int(COMMANDS[name][-1]))

    def test_a_layer_and_a_call_can_be_chosen(self):
        path = self.log("digits")
        text = self.well("show", path, "--call", 7, "--layer", "hidden2")
        self.assertIn("hidden2", text)
        self.assertNotIn("hidden1", text)
        self.assertEqual(len(re.findall(r"(?m)^call", text)), 1)
        for code, *arguments in ((BAD_INPUT, "--call", 61), (BAD_USAGE, "--call", 0),
                                 (BAD_USAGE, "--call", "x"), (BAD_INPUT, "--layer", "nolayer")):
            result = self.fails(code, "show", path, *arguments)
            self.assertEqual(len(result.stderr.splitlines()), 1)

    def test_brief_is_a_line_a_layer(self):
        text = self.well("show", self.log("digits"), "--brief")
        self.assertEqual(len(re.findall(r"(?m)^call \d+ ", text)), 2 * 60)

    def test_a_call_that_was_taken_back_is_not_the_one_shown(self):
        lines = self.lines(self.log("module"))
        rewound = self.path("r.jsonl", b"".join(
            lines[:6] + [b'{"t":"rewind","n":3,"ms":1}\n', lines[3].replace(b'"train"', b'"eval"')]))
        self.assertIn("call 3  eval", self.well("show", rewound, "--call", 3))
        self.fails(2, "show", rewound, "--call", 4)

    def test_colour_is_for_terminals_and_for_who_asks(self):
        path = self.log("module")
        self.assertIn("\x1b[", self.well("show", path, "--color", "256"))
        self.assertNotIn("\x1b", self.well("show", path, "--color", "none"))
        for env, colored in (({}, True), ({"NO_COLOR": "1"}, False)):
            terminal = PseudoTerminal([PROGRAM, "show", path, "--call", "1"], env=env)
            self.addCleanup(terminal.close)
            terminal.wait_exit()
            self.assertEqual(b"\x1b[32m" in bytes(terminal.output), colored)

    def test_a_reader_that_leaves_ends_it_quietly(self):
        process = subprocess.Popen(
            [PROGRAM, "show", self.log("digits")], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.read(10)
        process.stdout.close()
        self.assertEqual((process.stderr.read(), process.wait(20)), (b"", 0))
        process.stderr.close()

    def test_what_comes_before_a_broken_line_is_shown(self):
        lines = self.lines(self.log("module"))
        path = self.path("broken.jsonl", b"".join(lines[:3] + [b"{nonsense\n"] + lines[3:]))
        result = self.fails(2, "show", path)
        self.assertIn("call 2 ", result.stdout)
        self.assertRegex(result.stderr, r"broken\.jsonl: line 4: ")

    def test_ascii_is_ascii(self):
        self.assertTrue(self.well("show", self.log("digits"), "--ascii").isascii())


@needs_program
class Verify(LogTest):
    def test_every_log_is_what_the_simulation_gives(self):
        for name in COMMANDS:
            self.assertEqual(self.well("verify", self.log(name)), "")

    def test_one_bit_changed_is_found_and_named(self):
        lines = self.lines(self.log("digits"))
        for call, layer, element in ((1, 0, 0), (17, 1, 77), (60, 0, 4095)):
            changed = list(lines)
            changed[call] = flip(lines[call], layer, element)
            path = self.path("changed.jsonl", b"".join(changed))
            text = self.fails(1, "verify", path).stdout
            self.assertIn(f"call {call}, layer hidden{layer + 1}, mask, element {element} ", text)

    def test_every_kind_of_number_is_compared(self):
        lines = self.lines(self.log("digits"))
        for key in ("loss", "epoch", "kept", "scale", "mean", "sd", "max", "zeros", "hi"):
            with self.subTest(key):
                changed = list(lines)
                changed[9] = re.sub(rb'"%s":([\d.]+)' % key.encode(), another, lines[9],
                                    count=0 if key == "hi" else 1)
                path = self.path("changed.jsonl", b"".join(changed))
                text = self.fails(1, "verify", path).stdout
                self.assertRegex(text, rf"call 9,.*\b{key}\b")

    def test_a_tolerance_lets_last_digits_pass_but_no_mask(self):
        lines = self.lines(self.log("digits"))
        changed = list(lines)
        changed[9] = re.sub(rb'"mean":0\.(\d{5})\d*', rb'"mean":0.\g<1>', lines[9])
        path = self.path("changed.jsonl", b"".join(changed))
        self.fails(1, "verify", path)
        self.well("verify", path, "--tolerance", "1e-4")
        changed[9] = flip(lines[9])
        path = self.path("changed.jsonl", b"".join(changed))
        self.fails(1, "verify", path, "--tolerance", "1e-4")
        self.fails(BAD_USAGE, "verify", path, "--tolerance", "-1")

    def test_files_are_told_from_others_of_their_name(self):
        table = self.path("x.csv", b"0.5,-1,2\n1,1,1\n")
        log = self.path("x.jsonl")
        self.well("run", "module", "--input", table, "--calls", 4, "--log", log)
        self.well("verify", log)
        moved = self.path("moved.csv")
        os.rename(table, moved)
        self.assertIn("--input", self.fails(2, "verify", log).stderr)
        self.well("verify", log, "--input", moved)
        self.path("x.csv", b"0.5,-1,2\n1,1,7\n")
        self.assertIn("not the file", self.fails(2, "verify", log).stderr)

    def test_what_is_no_simulation_is_said_in_a_line(self):
        lines = self.lines(self.log("module"))
        for old, new in ((b'"source":"simulation"', b'"source":"pytorch\\u001b[31m"'),
                         (b'"preset":"module"', b'"preset":"modules"'),
                         (b'"seed":42,', b""), (b'"dialect":"', b'"dialect":"no')):
            path = self.path("other.jsonl", b"".join([lines[0].replace(old, new)] + lines[1:]))
            result = self.fails(2, "verify", path)
            self.assertEqual(len(result.stderr.splitlines()), 1)
            self.assertTrue(result.stderr.strip().isprintable())
            self.assertIn("cannot be simulated again", result.stderr)

    def test_a_log_cannot_ask_for_hours(self):
        lines = self.lines(self.log("digits"))
        far = self.path("far.jsonl", lines[0] + lines[1].replace(b'"n":1,', b'"n":9007199254740991,'))
        wide = self.path("wide.jsonl", b"".join([lines[0].replace(
            b'"phase":"train"', b'"phase":"train","layers":"65536,65536"')] + lines[1:]))
        for path in (far, wide):
            started = time.monotonic()
            self.assertIn("--trust", self.fails(2, "verify", path).stderr)
            self.assertLess(time.monotonic() - started, 20)

    def test_several_logs_are_verified_and_each_told(self):
        good, lines = self.log("module"), self.lines(self.log("module"))
        bad = self.path("bad.jsonl", b"".join(lines[:2] + [flip(lines[2])] + lines[3:]))
        result = self.fails(2, "verify", good, bad, self.path("missing.jsonl"))
        self.assertIn("bad.jsonl: call 2", result.stdout)
        self.assertIn("missing.jsonl", result.stderr)

    def test_a_session_that_a_person_played_with_is_verified(self):
        """Changes, steps back, new settings at past calls, the same seed again, a new seed."""
        keys = [".", ".", "m", ".", "e", ".", ",", ",", "m", ".", "+", ".", ".", "M", "tab", "-", ",",
                "e", ".", "r", ".", "m", ".", "R", ".", "+", "-", "-", ".", ",", ",", "e", ".", "r", "e",
                ".", "shift-right", "m", ".", "."]
        for start in (None, 0, 7, len(keys) // 2, 30):
            with self.subTest(recorded_from=start):
                for path in self.play(keys, start):
                    self.assertGreater(len(self.lines(path)), 5)
                    self.assertEqual(self.well("verify", path), "")

    def play(self, keys, start):
        """Presses the keys, and w before the key at `start`; None records from the beginning."""
        more = () if start is not None else ("--log", "played.jsonl")
        with PseudoTerminal([PROGRAM, "digits", "--paused", *more]) as terminal:
            terminal.wait_for("call 1")
            for index, key in enumerate(keys):
                if index == start:
                    terminal.press("w")
                terminal.press(key)
                terminal.settle(0.03)
            terminal.settle()
            terminal.press("q")
            self.assertEqual(terminal.wait_exit(), 0)
            for name in os.listdir(terminal.folder):
                shutil.copy(os.path.join(terminal.folder, name), self.folder)
        logs = [name for name in os.listdir(self.folder) if name.endswith(".jsonl")]
        self.assertTrue(logs)
        return [self.path(name) for name in logs]


if __name__ == "__main__":
    unittest.main()
