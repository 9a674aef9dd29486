"""Two logs compared, and a log exported: diff and export."""

import csv
import io
import json
import os
import re
import unittest

from program import needs, needs_program
from sample_logs import COMMANDS, LogTest, flip

try:
    import numpy
except ImportError:
    numpy = None

needs_numpy = needs(numpy, "the export of arrays, since there is no numpy")


@needs_program
class Diff(LogTest):
    def test_a_session_does_not_differ_from_itself(self):
        path = self.log("digits")
        self.assertEqual(self.well("diff", path, path), "")

    def test_the_first_difference_and_the_shares_are_told(self):
        lines = self.lines(self.log("digits"))
        changed = list(lines)
        changed[20] = flip(lines[20], 1, 130)
        # The count goes with the mask, or the log is no log.
        record = json.loads(changed[20])["layers"][1]
        kept = sum(bin(byte).count("1") for byte in bytes.fromhex(record["mask"]))
        changed[20] = changed[20].replace(b'"kept":%d' % record["kept"], b'"kept":%d' % kept)
        path = self.path("changed.jsonl", b"".join(changed))
        text = self.fails(1, "diff", self.path("digits.jsonl"), path).stdout
        self.assertIn("call 20, layer hidden2: 1 of 2048 elements differ, element 130 [2, 2] first", text)
        self.assertIn("hidden1: 0.0%", text)
        self.assertEqual(text.split("\n\n")[0].count("█"), 2, "one in the grid, one in its legend")

    def test_other_seeds_differ_in_about_2p_1_minus_p(self):
        first = self.log("digits")
        second = self.path("second.jsonl")
        self.well("run", *COMMANDS["digits"], "--seed", 4, "--log", second)
        text = self.fails(1, "diff", first, second, "--layer", "hidden1").stdout
        self.assertTrue(31.5 < float(re.search(r"hidden1: ([\d.]+)%", text).group(1)) < 32.5, text)

    def test_only_calls_in_both_are_compared(self):
        lines = self.lines(self.log("digits"))
        resumed = self.path("resumed.jsonl", b"".join(lines[:1] + lines[40:]))
        self.well("diff", self.path("digits.jsonl"), resumed)
        none = self.path("none.jsonl", lines[0])
        self.fails(2, "diff", none, resumed)
        self.fails(2, "diff", resumed, self.path("missing.jsonl"))


@needs_program
class Export(LogTest):
    def test_csv_has_every_statistic(self):
        path = self.log("digits")
        rows = list(csv.DictReader(io.StringIO(self.well("export", path, "--format", "csv"))))
        expected = [(call["n"], layer["name"], stage, layer[stage])
                    for call in map(json.loads, self.lines(path)) if call["t"] == "call"
                    for layer in call["layers"] for stage in ("before", "masked", "after")]
        self.assertEqual(len(rows), len(expected))
        for row, (number, layer, name, stage) in zip(rows, expected):
            self.assertEqual((row["call"], row["layer"], row["stage"]), (str(number), layer, name))
            for key in ("mean", "sd", "min", "max", "zeros", "nan", "inf", "lo", "hi", "below", "above"):
                self.assertEqual(float(row[key]), stage[key])
            self.assertEqual(list(map(int, row["bins"].split())), stage["bins"])

    @needs_numpy
    def test_masks_are_arrays_of_calls(self):
        for name in COMMANDS:
            path = self.log(name)
            session, *records = map(json.loads, self.lines(path))
            calls = [record for record in records if record["t"] == "call"]
            self.well("export", path, "--format", "npy", "--out", self.path(name))
            self.well("export", path, "--format", "npy", "--packed", "--out", self.path(name + "-p"))
            numbers = numpy.load(self.path(f"{name}-calls.npy"))
            self.assertEqual(numbers.tolist(), [call["n"] for call in calls])
            for index, layer in enumerate(session["layers"]):
                masks = numpy.load(self.path(f"{name}-{layer['name']}.npy"))
                self.assertEqual(masks.shape, (len(calls), *layer["shape"]))
                self.assertEqual(masks.dtype, numpy.uint8)
                packed = numpy.load(self.path(f"{name}-p-{layer['name']}.npy"))
                self.assertTrue((numpy.packbits(masks.reshape(len(calls), -1), axis=1) == packed).all())
                for call, mask in zip(calls, packed):
                    digits = call["layers"][index]["mask"]
                    if digits is None:
                        size = int(numpy.prod(layer["shape"]))
                        digits = numpy.packbits(numpy.ones(size, numpy.uint8)).tobytes().hex()
                    self.assertEqual(mask.tobytes().hex(), digits)

    def test_calls_that_were_taken_back_are_left_out(self):
        lines = self.lines(self.log("module"))
        path = self.path("r.jsonl", b"".join(
            lines[:9] + [b'{"t":"rewind","n":3,"ms":1}\n'] + lines[3:5]))
        rows = list(csv.DictReader(io.StringIO(self.well("export", path, "--format", "csv"))))
        self.assertEqual([row["call"] for row in rows[::3]], ["1", "2", "3", "4"])

    def test_nothing_is_overwritten_without_force(self):
        path = self.log("module")
        for name, arguments in (("t.csv", ("csv", "--out", "t.csv")),
                                ("m-dropout.npy", ("npy", "--out", "m")),
                                ("m-calls.npy", ("npy", "--out", "m"))):
            self.path(name, b"mine\n")
            self.assertIn("--force", self.fails(2, "export", path, "--format", *arguments).stderr)
            self.assertEqual(self.lines(self.path(name)), [b"mine\n"])
            self.well("export", path, "--format", *arguments, "--force")
            self.assertNotEqual(self.lines(self.path(name)), [b"mine\n"])
            for left in os.listdir(self.folder):
                if left != "module.jsonl":
                    os.remove(self.path(left))

    def test_the_log_itself_is_never_the_target(self):
        path = self.log("module")
        before = self.lines(path)
        os.link(path, self.path("t.csv"))
        for out in (path, self.path("t.csv")):
            self.fails(2, "export", path, "--format", "csv", "--out", out, "--force")
        self.assertEqual(self.lines(path), before)

    @needs_numpy
    def test_shapes_that_change_make_an_array_each(self):
        lines = self.lines(self.log("article"))
        record = json.loads(lines[3])
        layer = record["layers"][0]
        layer["shape"], layer["mask"], layer["kept"] = [1], None, 1
        for stage in ("before", "masked", "after"):
            layer[stage]["bins"] = [1]
            layer[stage].update(zeros=0)
        lines[3] = json.dumps(record).encode() + b"\n"
        path = self.path("s.jsonl", b"".join(lines))
        self.well("export", path, "--format", "npy", "--layer", "layer1")
        names = sorted(name for name in os.listdir(self.folder) if name.endswith(".npy"))
        self.assertEqual(len(names), 5, names)
        self.assertIn("s-layer1-1.npy", names)
        self.assertEqual(numpy.load(self.path("s-layer1-1.npy")).tolist(), [[1]])
        self.assertEqual(numpy.load(self.path("s-layer1-1-calls.npy")).tolist(), [3])
        others, = set(names) - {"s-calls.npy", "s-layer1-1.npy", "s-layer1-1-calls.npy"} - {
            name for name in names if not name.endswith("-calls.npy")}
        self.assertEqual(numpy.load(self.path(others)).tolist(), [1, 2, *range(4, 21)])

    def test_hostile_layer_names_stay_in_the_folder(self):
        lines = self.lines(self.log("module"))
        text = b"".join(lines).replace(b'"name":"dropout"', b'"name":"../../\\u001b[31m=x"')
        path = self.path("h.jsonl", text)
        self.well("export", path, "--format", "npy", "--out", "h")
        self.assertEqual(sorted(name for name in os.listdir(self.folder) if name.endswith(".npy")),
                         ["h-.._..___31m_x.npy", "h-calls.npy"])
        table = self.well("export", path, "--format", "csv")
        self.assertNotIn("\x1b", table)


if __name__ == "__main__":
    unittest.main()
