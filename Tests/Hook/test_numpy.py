"""The writer for loops of one's own, and the examples of docs/hook.md, run as they stand there."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "Sources" / "PythonHook"
DROPSCOPE = os.environ.get("DROPSCOPE")


class Examples(unittest.TestCase):
    def examples(self):
        text = (ROOT / "docs" / "hook.md").read_text()
        return [b for b in re.findall(r"```python\n(.*?)```", text, re.S) if "dropscope_numpy" in b]

    def test_the_examples_write_logs_that_the_program_finds_healthy(self):
        self.assertEqual(len(self.examples()), 2)
        for example in self.examples():
            library = "jax" if "jax" in example else "keras"
            with self.subTest(library), tempfile.TemporaryDirectory() as folder:
                backend = {"KERAS_BACKEND": "numpy"}
                environment = {**os.environ, **backend, "PYTHONPATH": str(SOURCE)}
                if subprocess.run([sys.executable, "-c", f"import {library}"], env=environment,
                                  capture_output=True).returncode:
                    self.skipTest(f"there is no {library}")
                done = subprocess.run([sys.executable, "-c", example], cwd=folder, env=environment,
                                      capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stderr)
                path = os.path.join(folder, f"{library}.jsonl")
                records = [json.loads(line) for line in open(path)]
                calls = [record for record in records if record["t"] == "call"]
                self.assertEqual(len(calls), 20)
                self.assertEqual(len({call["layers"][0]["mask"] for call in calls}), 20)
                if DROPSCOPE:
                    told = subprocess.run([DROPSCOPE, "check", path], capture_output=True, text=True)
                    self.assertEqual(told.returncode, 0, told.stdout + told.stderr)

    def test_a_broadcast_mask_counts_its_decisions(self):
        sys.path.insert(0, str(SOURCE))
        try:
            import numpy
            import dropscope_numpy
        except ImportError:
            self.skipTest("there is no numpy")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "run.jsonl")
            with dropscope_numpy.record(path) as log:
                x = numpy.ones((4, 6))
                mask = numpy.array([[1], [0], [1], [1]])
                log.dropout("path", x, mask, x * mask / 0.75, rate=0.25, kind="droppath")
                log.dropout("path", x, None, x, rate=0.25, kind="droppath", train=False)
                log.call(loss=float("nan"))
            call = [json.loads(line) for line in open(path)][2]
        first, second = call["layers"]
        self.assertEqual((first["drawn"], first["decisions"], first["kept"]), ([4, 1], 3, 18))
        self.assertEqual(first["mask"], "b0")
        self.assertEqual((second["run"], second["mask"], second["kept"]), (2, None, 24))
        self.assertIsNone(call["loss"])


if __name__ == "__main__":
    unittest.main()
