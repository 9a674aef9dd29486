"""Logs of the opened form go through every command that reads logs, and every view."""

import json
import os
import random
import re
import unittest

import open_logs
from program import needs_program, run
from sample_logs import LogTest

SIZES = ("40x10", "80x24", "120x40", "200x60")


def views():
    """The names of all views, from the program itself."""
    said = run("frame", "--view", "none", "module").stderr
    return said.split("it may be ")[1].split(" (")[0].split(" or ")


def records(data):
    return [json.loads(line) for line in data.decode("utf-8-sig").split("\n") if line.strip()]


def calls(data):
    return [record for record in records(data) if record["t"] == "call"]


def harmless(text):
    """Whether nothing in it moves a cursor, sets a colour or turns text around."""
    return not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


@needs_program
class OpenLogs(LogTest):
    def logs(self):
        for name in open_logs.LOGS:
            with self.subTest(log=name):
                data = open_logs.make(name)
                yield name, data, self.path(f"{name}.jsonl", data)

    def test_show_tells_of_every_call_and_site(self):
        for _, data, path in self.logs():
            for mode in ([], ["--brief"]):
                text = self.well("show", path, *mode)
                self.assertTrue(harmless(text))
                for call in calls(data):
                    self.assertIn(f"call {call['n']}", text)
                    for site in call["layers"]:
                        self.assertIn(site["name"][:1], text)
            for call in calls(data)[:3]:
                text = self.well("show", path, "--call", call["n"])
                for site in call["layers"]:
                    if site["name"].isascii() and site["name"].isprintable():
                        self.assertIn(site["name"], text)

    def test_every_view_draws_every_call(self):
        for name, data, path in self.logs():
            chance = random.Random(name)
            # One log has no other ranks, and no weights to draw more masks with.
            names = [name for name in views() if name not in ("ranks", "ensemble")]
            self.assertIn("layers", names)
            for call in calls(data):
                for view in names:
                    size = chance.choice(SIZES)
                    color = chance.choice(("none", "256", "direct"))
                    text = self.well("frame", "--session", path, "--call", call["n"], "--view",
                                     view, "--size", size, "--color", color)
                    plain = re.sub("\x1b\\[[0-9;]*m", "", text)
                    self.assertTrue(harmless(plain), (view, size))
                    width, height = map(int, size.split("x"))
                    rows = plain.splitlines()
                    self.assertEqual(len(rows), height)
                    self.assertTrue(all(len(row) <= width for row in rows))
            self.well("replay", path, "--frames", 2, "--size", "80x24", "--view", "layers")

    def test_the_csv_has_every_entry_and_stage(self):
        import csv
        import io
        for _, data, path in self.logs():
            rows = list(csv.DictReader(io.StringIO(self.well("export", path, "--format", "csv"))))
            for call in calls(data):
                mine = [row for row in rows if row["call"] == str(call["n"])]
                for site in call["layers"]:
                    if not site["name"].isascii():
                        continue
                    entries = [row for row in mine if row["layer"] == site["name"]]
                    self.assertTrue(entries, site["name"])
                    if "kept" in site:
                        self.assertIn(str(site["kept"]), {row["kept"] for row in entries})

    def test_the_arrays_hold_the_masks_that_are_there(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("it needs numpy")
        for name, data, path in self.logs():
            stem = self.path(f"out-{name}")
            os.makedirs(stem)
            result = run("export", path, "--format", "npy", "--out", stem + "/m", folder=self.folder)
            self.assertIn(result.returncode, (0, 2), result.stderr)
            kept = sum(
                int(array.sum()) for file in os.listdir(stem) if "calls" not in file
                for array in [numpy.load(os.path.join(stem, file))])
            wanted = 0
            shapes = {}
            for record in records(data):
                if record["t"] == "site":
                    shapes[record["name"]] = record["shape"]
                for site in record.get("layers", []) if record["t"] == "call" else []:
                    shape = site.get("drawn") or site.get("shape") or shapes.get(site["name"])
                    if site.get("mask") and shape is not None:
                        wanted += bin(int(site["mask"], 16)).count("1")
            if result.returncode == 0:
                self.assertGreaterEqual(kept, wanted)

    def test_a_log_does_not_differ_from_itself_and_one_bit_is_found(self):
        for name, data, path in self.logs():
            self.assertEqual(self.well("diff", path, path), "")
            changed = data
            for call in reversed(calls(data)):
                masks = [site["mask"] for site in call["layers"]
                         if site.get("mask") and len(site["mask"]) > 4 and "shape" in site]
                if masks:
                    digits = masks[-1]
                    other = format(int(digits[0], 16) ^ 8, "x") + digits[1:]
                    changed = data.replace(digits.encode(), other.encode())
                    break
            if changed == data:
                continue
            # The counts of the changed mask no longer hold, so they are left out.
            changed = re.sub(rb'"(kept|decisions)": \d+, ', b"", changed)
            other = self.path(f"{name}-changed.jsonl", changed)
            result = self.fails(1, "diff", path, other)
            self.assertIn(f"call {call['n']}", result.stdout)

    def test_verify_says_what_it_cannot_do(self):
        for _, _, path in self.logs():
            result = self.fails(2, "verify", path)
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
            self.assertEqual(result.stdout, "")

    def test_a_compressed_log_is_named_with_the_way_to_read_it(self):
        import gzip
        path = self.path("d.jsonl", gzip.compress(open_logs.make("mlp")))
        for command in (["show"], ["replay", "--frames", "1"], ["export", "--format", "csv"]):
            result = self.fails(2, command[0], path, *command[1:])
            self.assertIn("gzip", result.stderr)
            self.assertIn("zcat", result.stderr)


if __name__ == "__main__":
    unittest.main()
