"""A small part of what press_anything.py does for hours: every view, on one timeline after another."""

import shutil
import tempfile
import unittest

import press_anything
from program import needs_program


@needs_program
class AnythingPressed(unittest.TestCase):
    def test_nothing_that_is_pressed_traps_hangs_or_leaves_the_terminal_changed(self):
        folder = tempfile.mkdtemp(prefix="dropscope-hands-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        every = list(press_anything.trials(folder, 150, seed=3))
        views = len(press_anything.VIEWS)
        # Each view once, and each timeline: a diagonal of all pairs.
        chosen = [trial for index, trial in enumerate(every)
                  if (index // views - index % views) % views == 0]
        self.assertEqual({t.view for t in chosen}, set(press_anything.VIEWS))
        self.assertEqual({t.timeline.name for t in chosen}, {t.timeline.name for t in every})
        for trial in chosen:
            with self.subTest(timeline=trial.timeline.name, view=trial.view):
                self.assertIsNone(trial.go())
