"""The commands that need no screen: what they write, and what they refuse."""

import json
import os
import re
import resource
import signal
import struct
import subprocess
import time
import unittest

from program import BAD_INPUT, BAD_USAGE, PROGRAM, needs_program, run
from sample_logs import LogTest

STAGES = ("before", "masked", "after")


def records_of(path):
    """All records of a log; every line must be finished and decode."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert text.endswith("\n"), "the last line is not finished"
    return [json.loads(line) for line in text.splitlines()]


def without_times(path):
    """A log's bytes without the two values that may differ."""
    with open(path, "rb") as file:
        text = file.read()
    return re.sub(rb'"ms":\d+', b'"ms":0', re.sub(rb'"started":"[^"]*"', b'"started":""', text))


def product(shape):
    size = 1
    for length in shape:
        size *= length
    return size


class RunTest(LogTest):
    def run_well(self, *arguments, **options):
        result = run(*arguments, folder=self.folder, **options)
        self.assertEqual((result.returncode, result.stderr), (0, ""), arguments)
        return result

    def assert_refused(self, *arguments, says=(), code=BAD_INPUT, **options):
        """It says what is wrong in one line on stderr, and ends by itself with a code that shows it."""
        result = run(*arguments, folder=self.folder, **options)
        told = f"{arguments}: exit {result.returncode}, stderr:\n{result.stderr}"
        # Below 0 a signal ended it; 128 and more is how a shell would say that.
        self.assertEqual(result.returncode, code, told)
        self.assertEqual(len(result.stderr.splitlines()), 1, told)
        self.assertTrue(result.stderr.endswith("\n"), told)
        self.assertNotIn("Fatal", result.stderr, told)
        self.assertTrue(result.stderr.strip().isprintable(), told)
        self.assertEqual(result.stdout, "", told)
        for text in says:
            self.assertIn(text, result.stderr, told)
        return result


@needs_program
class Logs(RunTest):
    COMMANDS = [
        ("digits", "--rate", "0.2", "--seed", "3"),
        ("digits", "--rate", "hidden1=0.9", "--mode", "vanilla", "--batch", "7", "--layers", "33,9"),
        ("digits", "--phase", "eval", "--mode", "vanilla"),
        ("article", "--seed", "7", "--mode", "vanilla"),
        ("article", "--dialect", "philox", "--rate", "0.3"),
        ("module", "--dialect", "numpy-legacy", "--seed", "4294967295"),
        ("module", "--rate", "0"),
        ("module", "--rate", "1"),
    ]

    def test_the_same_command_gives_the_same_bytes(self):
        for command in self.COMMANDS:
            with self.subTest(command):
                first, second = self.path("1.jsonl"), self.path("2.jsonl")
                for path in (first, second):
                    self.run_well("run", *command, "--calls", 60, "--log", path, "--force")
                self.assertEqual(without_times(first), without_times(second))

    def test_another_seed_gives_other_masks(self):
        masks = []
        for seed in (1, 2):
            path = self.path(f"{seed}.jsonl")
            self.run_well("run", "module", "--seed", seed, "--calls", 1, "--log", path)
            masks.append(records_of(path)[1]["layers"][0]["mask"])
        self.assertNotEqual(*masks)

    def test_every_record_adds_up(self):
        for command in self.COMMANDS:
            with self.subTest(command):
                path = self.path("d.jsonl")
                self.run_well("run", *command, "--calls", 60, "--log", path, "--force")
                records = records_of(path)
                self.assertEqual([records[0]["t"], records[-1]["t"]], ["session", "end"])
                self.assertEqual(records[0]["v"], 1)
                shapes = {layer["name"]: layer["shape"] for layer in records[0]["layers"]}
                calls = [record for record in records if record["t"] == "call"]
                self.assertEqual([call["n"] for call in calls], list(range(1, 61)))
                for call in calls:
                    for layer in call["layers"]:
                        self.check(layer, layer.get("shape", shapes[layer["name"]]))

    def check(self, layer, shape):
        size = product(shape)
        if layer["mask"] is None:
            self.assertIn(layer["kept"], (0, size))
        else:
            mask = bytes.fromhex(layer["mask"])
            self.assertEqual(len(mask), (size + 7) // 8)
            self.assertEqual(bin(int.from_bytes(mask, "big")).count("1"), layer["kept"])
            self.assertEqual(mask[-1] & ((1 << (-size % 8)) - 1), 0, "the padding is not zero")
        for name in STAGES:
            stage = layer[name]
            outside = sum(stage[key] for key in ("below", "above", "nan", "inf"))
            self.assertEqual(sum(stage["bins"]) + outside, size)
            self.assertLessEqual(stage["zeros"], size)
            self.assertEqual((stage["lo"], stage["hi"]), (layer["before"]["lo"], layer["before"]["hi"]))

    def test_keys_stand_first_that_grep_looks_for(self):
        path = self.path("d.jsonl")
        self.run_well("run", "module", "--calls", 3, "--log", path)
        with open(path, encoding="utf-8") as file:
            for line in file:
                self.assertTrue(line.startswith('{"t":"'), line[:40])

    def test_the_digits_are_learnt(self):
        path = self.path("d.jsonl")
        self.run_well("run", "digits", "--rate", 0.2, "--seed", 3, "--calls", 1800, "--log", path)
        held_out = [r["held_out"] for r in records_of(path) if r.get("held_out") is not None]
        self.assertGreaterEqual(held_out[-1], 0.92)

    def test_an_interrupted_run_ends_its_log(self):
        path = self.path("d.jsonl")
        process = subprocess.Popen(
            [PROGRAM, "run", "digits", "--calls", "100000000", "--log", path],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            # It has begun: the log holds more than its header.
            while process.poll() is None and not (
                    os.path.exists(path) and os.path.getsize(path) > 20000):
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(20), 130)
        finally:
            process.kill()
            process.wait()
        self.assertEqual(records_of(path)[-1]["t"], "end")


@needs_program
class Files(RunTest):
    def test_a_log_that_exists_is_refused_and_unchanged(self):
        path = self.path("d.jsonl", b"dear diary\n")
        self.assert_refused("run", "module", "--calls", 2, "--log", path, says=("d.jsonl", "--force"))
        with open(path, "rb") as file:
            self.assertEqual(file.read(), b"dear diary\n")
        self.run_well("run", "module", "--calls", 2, "--log", path, "--force")
        self.assertEqual(records_of(path)[0]["t"], "session")

    def test_a_log_that_cannot_be_made_is_refused(self):
        for path in (self.path("no/such/folder.jsonl"), self.folder, ""):
            self.assert_refused("run", "module", "--calls", 2, "--log", path)

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full here")
    def test_a_full_disk_is_said(self):
        self.assert_refused(
            "run", "module", "--calls", 2, "--log", "/dev/full", says=("/dev/full", "space left"))

    def test_a_disk_that_fills_up_leaves_a_valid_log(self):
        def limit():
            # Python ignores SIGXFSZ already, so that the write fails and the process lives.
            resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))

        path = self.path("d.jsonl")
        self.assert_refused("run", "module", "--calls", 200, "--log", path, says=("d.jsonl",),
                            preexec_fn=limit, restore_signals=False)
        records = records_of(path)
        self.assertEqual(records[0]["t"], "session")
        self.assertGreater(len(records), 2)

    def test_files_that_are_not_what_they_should_be_are_refused(self):
        tensors = {
            "missing": None,
            "empty": b"",
            "foreign": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
            "text": b"hello\nworld\n",
        }
        header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (20, 16), }"
        npy = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header
        huge = header.replace(b"(20, 16)", b"(4294967296, 4294967296)")
        weights = json.dumps({"fc1.weight": {
            "dtype": "F32", "shape": [4, 3], "data_offsets": [0, 48]}}).encode()
        cases = [("--weights", ".safetensors", {
            **tensors,
            "short": struct.pack("<Q", 1000) + b"{}",
            "cut": struct.pack("<Q", len(weights)) + weights + bytes(7),
            "huge": struct.pack("<Q", 1 << 63) + b"{}",
            "broken": struct.pack("<Q", 9) + b"{\"a\": 1,}",
        }), ("--input", ".npy", {
            **tensors,
            "short": npy[:7],
            "cut": npy + bytes(12),
            "huge": b"\x93NUMPY\x01\x00" + struct.pack("<H", len(huge)) + huge,
            "object": npy.replace(b"<f4", b"|O8") + bytes(1280),
        }), ("--input", ".csv", {
            **tensors,
            "short": b"1,2,3\n4,5\n",
            "nul": b"\0\0\0\0",
        }), ("--theme", ".yaml", {
            **tensors,
            "short": b"system: base16\nname: cut\npalette:\n  base00: \"#000000\"\n",
            "broken": b"palette: [unfinished\n",
            "colour": b"palette:\n" + b"".join(b"  base%02X: red\n" % i for i in range(16)),
        })]
        for option, ending, files in cases:
            for name, content in files.items():
                with self.subTest(option=option, file=name + ending):
                    path = self.path(name + ending, content)
                    command = ("frame", "digits") if option == "--theme" else (
                        "run", "article", "--calls", 1)
                    self.assert_refused(*command, option, path, says=(name + ending,))

    def test_folders_and_unknown_endings_are_refused(self):
        for option in ("--weights", "--input", "--theme"):
            for name in ("folder.npy", "folder.csv", "folder.safetensors", "folder.yaml", "plain"):
                with self.subTest(option=option, name=name):
                    path = self.path(name)
                    if name != "plain":
                        os.makedirs(path, exist_ok=True)
                    # An ending that an option does not take is no value of it; a theme's name is.
                    is_value = name.endswith((".npy", ".csv")) or option != "--input"
                    self.assert_refused("frame", "article", option, path,
                                        code=BAD_INPUT if is_value else BAD_USAGE)

    def test_a_good_input_is_taken(self):
        path = self.path("x.csv", b"0.5,-1,2\n1,1,1\n")
        self.run_well("run", "module", "--calls", 1, "--input", path)


@needs_program
class Options(RunTest):
    def assert_usage(self, *arguments, says=()):
        """What is wrong was typed, and is not in a file."""
        return self.assert_refused(*arguments, says=says, code=BAD_USAGE)

    def test_rates_outside_0_to_1_are_refused_in_pytorchs_words(self):
        for rate in ("1.5", "-0.1", "nan", "inf", "1.0000001"):
            for value in (rate, f"hidden1={rate}"):
                with self.subTest(rate=value):
                    self.assert_usage(
                        "run", "digits", "--calls", 1, "--rate", value,
                        says=("dropout probability has to be between 0 and 1, but got ",))

    def test_what_is_no_value_is_refused(self):
        cases = [
            ("nonsense",), ("--preset", "digits"),
            ("--dialect", "nonsense"), ("--dialect", ""),
            ("--dialect", "numpy-legacy", "--seed", "4294967296"),
            ("--dialect", "philox", "--seed", "-1"), ("--seed", "18446744073709551616"), ("--seed", "x"),
            ("--layers", "0"), ("--layers", "-5"), ("--layers", ""), ("--layers", "12,,3"),
            ("--layers", "99999999999999999999"), ("--layers", "65537"),
            ("--batch", "0"), ("--batch", "-1"), ("--batch", "9223372036854775807"),
            ("--rate", ""), ("--rate", "half"), ("--rate", "nolayer=0.5"), ("--rate", "hidden1="),
            ("--mode", "sideways"), ("--phase", "test"),
        ]
        for arguments in cases:
            with self.subTest(arguments):
                self.assert_usage("run", *arguments, "--calls", 1)

    def test_the_number_of_calls_is_refused_below_1(self):
        for calls in ("0", "-1", "", "many", "1.5", "99999999999999999999"):
            with self.subTest(calls):
                self.assert_usage("run", "digits", "--calls", calls, says=("--calls",))
        self.assert_usage("run", "digits", says=("calls",))

    def test_a_frame_refuses_what_it_cannot_draw(self):
        cases = [("--call", "0"), ("--call", "-1"), ("--call", "x"), ("--size", "0x0"),
                 ("--size", "-1x10"), ("--size", "120"), ("--size", "99999999x99999999"),
                 ("--theme", "nonsense"), ("--color", "many")]
        for arguments in cases:
            with self.subTest(arguments):
                self.assert_usage("frame", "module", *arguments)

    def test_control_characters_in_arguments_do_not_reach_the_terminal(self):
        escape = "\x1b[31mred\n\x07"
        for arguments in ((escape,), ("--dialect", escape), ("--rate", escape), ("--seed", escape),
                          ("--input", escape)):
            with self.subTest(arguments):
                self.assert_usage("run", *arguments, "--calls", 1)
        for arguments in (("--weights", escape), ("--log", "no/" + escape)):
            with self.subTest(arguments):
                self.assert_refused("run", *arguments, "--calls", 1)


@needs_program
class Texts(RunTest):
    def test_every_help_has_an_example(self):
        top = self.run_well("--help").stdout
        self.assertRegex(top, r"(?m)^\s+dropscope\b")
        # The names that stand under SUBCOMMANDS.
        names = re.findall(r"(?m)^  ([a-z]+)\b", top.split("SUBCOMMANDS:")[1])
        self.assertIn("run", names)
        for name in names:
            with self.subTest(name):
                text = self.run_well(name, "--help").stdout
                self.assertIn("EXAMPLE", text.upper())
                self.assertRegex(text, r"(?m)^\s+dropscope\b")

    def test_a_frame_has_the_size_that_was_asked_for(self):
        for width, height in ((40, 10), (80, 24), (120, 40), (300, 100)):
            for preset in ("digits", "article", "module"):
                with self.subTest(f"{preset} {width}x{height}"):
                    lines = self.run_well(
                        "frame", preset, "--call", 2, "--size", f"{width}x{height}", "--color",
                        "none").stdout.splitlines()
                    self.assertLessEqual(len(lines), height)
                    self.assertLessEqual(max(map(len, lines)), width)
                    self.assertIn("call 2", "\n".join(lines))

    def test_a_frame_is_the_same_every_time(self):
        frames = {self.run_well("frame", "digits", "--call", 9).stdout for _ in range(2)}
        self.assertEqual(len(frames), 1)

    def test_a_frame_in_ascii_is_ascii(self):
        text = self.run_well("frame", "digits", "--ascii").stdout
        self.assertTrue(text.isascii(), [c for c in text if not c.isascii()][:5])

    def test_a_frame_in_a_file_does_not_depend_on_the_locale(self):
        frames = {
            self.run_well("frame", "digits", env={"LC_ALL": locale}).stdout
            for locale in ("C", "C.UTF-8")}
        self.assertEqual(len(frames), 1)


if __name__ == "__main__":
    unittest.main()
