"""The Python of docs/interop.md runs as it stands there, and TensorBoard reads what it wrote."""

import importlib.util
import pathlib
import re
import subprocess
import sys
import unittest

from program import needs_program, say_skipped
from sample_logs import LogTest

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "interop.md"
PACKAGES = {"pandas": ["pandas"], "Parquet": ["pyarrow"], "TensorBoard": ["torch", "tensorboard"]}

READ_BACK = """
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator("runs/dropout").Reload()
for tag in ("kept/hidden1", "keep/hidden1", "sd after/hidden2"):
    print(tag, *(f"{event.step}:{event.value:.6f}" for event in events.Scalars(tag)))
"""


def blocks():
    """The Python of each section, by the first word of its title."""
    sections = re.split(r"(?m)^## ", PAGE.read_text(encoding="utf-8"))[1:]
    found = {re.match(r"\w+", section)[0]: re.findall(r"```python\n(.*?)```", section, re.S)
             for section in sections}
    return {name: code[0] for name, code in found.items() if code}


@needs_program
class Interop(LogTest):
    def setUp(self):
        super().setUp()
        self.well("run", "digits", "--rate", 0.2, "--calls", 20, "--log", "d.jsonl")
        self.well("export", "d.jsonl", "--format", "csv", "--out", "d.csv")

    def python(self, code):
        result = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code], cwd=self.folder, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def runs(self, name):
        """What the block prints; None where its packages are not there."""
        missing = [package for package in PACKAGES[name] if importlib.util.find_spec(package) is None]
        if missing:
            say_skipped(f"docs/interop.md, {name}, since {', '.join(missing)} is not there")
            return None
        return self.python(blocks()[name])

    def test_all_blocks_are_known(self):
        self.assertEqual(set(blocks()), set(PACKAGES))

    def test_pandas_counts_the_calls_of_each_site(self):
        printed = self.runs("pandas")
        if printed is not None:
            self.assertRegex(printed, r"(?m)^hidden1 +20 +3\d{3}\.")
            self.assertRegex(printed, r"(?m)^hidden2 +20 +1\d{3}\.")

    def test_parquet_has_the_rows_and_columns_of_the_table(self):
        printed = self.runs("Parquet")
        if printed is not None:
            lines = self.lines(self.path("d.csv"))
            columns = lines[0].count(b",") + 1
            self.assertEqual(printed, f"{len(lines) - 1} rows, {columns} columns\n")
            again = self.python("import pyarrow.parquet as p; t = p.read_table('d.parquet'); print(t.num_rows)")
            self.assertEqual(int(again), len(lines) - 1)

    def test_tensorboard_reads_what_was_measured(self):
        if self.runs("TensorBoard") is None:
            return
        kept, keep, after = self.python(READ_BACK).splitlines()
        rows = [line.decode().split(",") for line in self.lines(self.path("d.csv"))]
        column = {name: index for index, name in enumerate(rows[0])}
        first = [row for row in rows[1:] if row[column["layer"]] == "hidden1" and row[column["stage"]] == "before"]
        wanted = [f"{row[0]}:{int(row[column['kept']]) / (32 * 128):.6f}" for row in first]
        self.assertEqual(kept.split()[1:], wanted)
        self.assertEqual(set(pair.split(":")[1] for pair in keep.split()[1:]), {"0.800000"})
        self.assertEqual(len(after.split()), 2 + 20)


if __name__ == "__main__":
    unittest.main()
