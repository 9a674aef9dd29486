"""Slow lines: what a person does is answered before frames that are on their way."""

import statistics
import time
import unittest

from program import PROGRAM, needs_program
from slow_terminal import SlowTerminal
from test_screen import ScreenTest


@needs_program
class SlowLines(ScreenTest):
    def slow(self, rate, *arguments, **options):
        terminal = SlowTerminal([PROGRAM, *arguments], rate, **options)
        self.addCleanup(terminal.close)
        return terminal

    def delays(self, terminal, count):
        """How long each press of space takes to be seen, in seconds, while calls go by."""
        delays = []
        for _ in range(count):
            terminal.bytes_during(0.12)
            paused = "paused" in terminal.screen.row(0)
            pressed = time.monotonic()
            terminal.press(" ")
            terminal.wait_until(lambda s: ("paused" in s.row(0)) != paused, "play or pause")
            delays.append(time.monotonic() - pressed)
        return delays

    def test_a_key_is_answered_at_once_though_frames_take_longer_than_calls(self):
        # Behind a connection that takes all at once, a frame of 6 kB takes 0.3 s, and calls come each 0.25.
        terminal = self.slow(20_000, "digits", buffer=200_000, size=(120, 40))
        terminal.wait_for("call 3", 60)
        delays = self.delays(terminal, 7)
        # 20 ms on a machine that does nothing else; 0.2 to 2 s where frames went before keys.
        self.assertLess(statistics.median(delays), 0.12, delays)
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)
        # No answer of the terminal is left over for the shell.
        self.assert_restored(terminal)

    def test_a_terminal_that_answers_no_question_works_as_well(self):
        terminal = self.slow(60_000, "digits", "--paused", answers=False, size=(80, 24))
        terminal.wait_for("call 1", 60)
        terminal.press(".")
        terminal.wait_for("call 2")
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)

    def test_what_a_slow_line_shows_in_the_end_is_the_frame(self):
        options = ("digits", "--seed", "3", "--paused")
        quick = self.open()
        terminal = self.slow(30_000, *options, size=(120, 40))
        terminal.wait_for("call 1", 60)
        for keys in (".", "m", "m", "tab", "tab"):
            terminal.press(keys)
            terminal.bytes_during(0.05)
            self.press(quick, keys, lambda s: True, keys)
            quick.settle()
        terminal.settle(0.4)
        self.assertEqual(terminal.screen.snapshot(), quick.screen.snapshot())


if __name__ == "__main__":
    unittest.main()
