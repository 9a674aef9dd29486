"""The example of the libraries builds against what they make public, runs, and its log is read."""

import os
import subprocess
import unittest

from program import needs_program, run
from sample_logs import LogTest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


@needs_program
class Library(LogTest):
    def test_the_example_writes_the_masks_that_pytorch_draws(self):
        swift = os.environ.get("SWIFT", "swift").split()
        path = self.path("masks.jsonl")
        done = subprocess.run(
            [*swift, "run", "--package-path", os.path.join(ROOT, "Examples"), "masks-to-log", path],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:])
        # `mask --dialect torch` is held against PyTorch itself elsewhere.
        drawn = run("mask", "--dialect", "torch", "--seed", 42, "--rate", "0.5", "--shape", "4,5",
                    "--calls", 3)
        self.assertEqual(drawn.returncode, 0, drawn.stderr)
        wanted = "".join(drawn.stdout.split())
        shown = self.well("show", path, "--ascii")
        grids = [line.strip() for line in shown.splitlines() if set(line.strip()) <= set("#.")]
        kept = "".join(grids).replace("#", "1").replace(".", "0")
        self.assertEqual((kept, len(kept)), (wanted, 60))
        self.assertIn("encoder.drop", shown)


if __name__ == "__main__":
    unittest.main()
