"""Logs that still grow, in a file and on standard input."""

import json
import os
import shlex
import unittest

from program import BAD_USAGE, PROGRAM, needs_program
from pseudo_terminal import PseudoTerminal
from recorded import CALLS, Log, ReplayTest, body, is_at
from test_screen import AT_ONCE, is_recording, shows_call, status


@needs_program
class Attach(ReplayTest):
    def test_it_waits_for_a_log_that_is_empty_and_follows_what_comes(self):
        log = self.growing()
        open(log.path, "wb").close()
        terminal = self.start("attach", log.path)
        terminal.wait_for("waiting for ")
        log.write(log.header)
        self.assertIn("waiting", terminal.screen.text)
        for number in (1, 2, 3):
            log.append(number)
            terminal.wait_until(shows_call(number), f"call {number}", AT_ONCE)
        self.assertIn("following", status(terminal.screen))
        # Half a line is nothing yet.
        log.write(log.calls[3][:100])
        terminal.settle()
        self.assertTrue(shows_call(3)(terminal.screen))
        log.write(log.calls[3][100:])
        terminal.wait_until(shows_call(4), "call 4", AT_ONCE)
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)
        self.assert_restored(terminal)

    def test_stepping_back_while_calls_arrive_loses_none(self):
        log = self.growing(*range(1, 11))
        terminal = self.attach(log, 10)
        self.press(terminal, ",", is_at(9, 10), "call 9")
        log.append(*range(11, 101))
        terminal.wait_until(is_at(9, 100), "the newest number", AT_ONCE)
        for number in range(10, 31):
            self.press(terminal, ".", is_at(number, 100), f"call {number}")
        self.press(terminal, "F", shows_call(100), "the newest call")
        log.append(101)
        terminal.wait_until(shows_call(101), "call 101", AT_ONCE)

    def test_play_rests_at_the_newest_call_and_goes_on(self):
        log = self.growing(1, 2, 3)
        terminal = self.attach(log, 3)
        self.press(terminal, ",", is_at(2, 3), "call 2")
        terminal.press(" ")
        terminal.wait_until(shows_call(3), "call 3")
        terminal.settle()
        self.assertIn("4/s", status(terminal.screen))
        log.append(4)
        terminal.wait_until(shows_call(4), "call 4", AT_ONCE)

    def test_a_log_that_is_cut_or_replaced_is_read_anew(self):
        log = self.growing(*range(1, 21))
        terminal = self.attach(log, 20)
        log.create(range(1, 6))
        terminal.wait_until(shows_call(5), "call 5", AT_ONCE)
        terminal.wait_until(lambda screen: "starting over" in screen.text, "a notice", AT_ONCE)
        other = Log(log.path + ".new", self.log)
        other.create(range(1, 9))
        os.replace(other.path, log.path)
        terminal.wait_until(shows_call(8), "call 8", AT_ONCE)
        log.append(9)
        terminal.wait_until(shows_call(9), "call 9", AT_ONCE)

    def test_calls_that_are_replaced_while_it_follows_are_shown_anew(self):
        log = self.growing(*range(1, 21))
        terminal = self.attach(log, 20)
        self.press(terminal, ",", is_at(19, 20), "call 19")
        before = body(terminal.screen)
        call = json.loads(log.calls[150])
        # In one write: between the two there is no call 19 to stay at.
        log.write(b'{"t":"rewind","n":19,"ms":1}\n' + json.dumps({**call, "n": 19}).encode() + b"\n")
        terminal.wait_until(
            lambda screen: shows_call(19)(screen) and body(screen) != before, "the new call 19",
            AT_ONCE)

    def test_what_is_attached_is_recorded_whole(self):
        log = self.growing(1, 2, 3)
        terminal = self.attach(log, 3)
        terminal.press("w")
        terminal.wait_until(is_recording, "a recording")
        log.append(*range(4, 104))
        terminal.wait_until(shows_call(103), "call 103")
        terminal.press("w")
        terminal.wait_for("recorded to")
        records = self.calls_of(os.path.join(terminal.folder, "dropscope-digits-1.jsonl"))
        self.assertEqual([r["n"] for r in records if r["t"] == "call"], list(range(3, 104)))

    def test_a_fast_log_is_followed_and_nothing_is_lost(self):
        log = self.growing(1)
        terminal = self.attach(log, 1)
        for start in range(2, CALLS, 20):
            log.append(*range(start, min(start + 20, CALLS + 1)))
            terminal.bytes_during(0.02)
        terminal.wait_until(shows_call(CALLS), "the last call", AT_ONCE)
        seen = []
        terminal.press(",")
        for number in range(CALLS - 1, CALLS - 40, -1):
            terminal.wait_until(is_at(number, CALLS), f"call {number}", AT_ONCE)
            seen.append(number)
            terminal.press(",")

    def test_a_waiting_screen_is_silent(self):
        terminal = self.attach(self.growing(1, 2), 2)
        terminal.settle()
        self.assertEqual(terminal.bytes_during(0.5), 0)


@needs_program
class Input(ReplayTest):
    def pipe(self, command, number):
        script = f"{command} | {shlex.quote(PROGRAM)} attach -"
        terminal = self.start_command("sh", "-c", script)
        terminal.wait_until(shows_call(number), f"call {number}")
        return terminal

    def start_command(self, *command):
        terminal = PseudoTerminal(list(command))
        self.addCleanup(terminal.close)
        return terminal

    def test_a_log_on_standard_input_with_keys_from_the_terminal(self):
        log = shlex.quote(self.log)
        # Empty lines count for nothing, and end the writer when nobody reads them.
        idle = "while sleep 0.2; do echo; done"
        terminal = self.pipe(f"(head -11 {log}; sleep 1; tail -n +12 {log}; {idle})", 10)
        terminal.wait_until(shows_call(CALLS), "the last call")
        self.press(terminal, ",", is_at(CALLS - 1, CALLS), "a step back")
        self.press(terminal, "g", is_at(1, CALLS), "call 1")
        self.press(terminal, "F", shows_call(CALLS), "the newest call")
        terminal.press("ctrl-c")
        terminal.wait_exit()
        self.assert_restored(terminal)

    def test_when_the_writer_ends_the_session_stays(self):
        terminal = self.pipe(f"cat {shlex.quote(self.log)}", CALLS)
        terminal.wait_for("standard input ended")
        self.press(terminal, "g", is_at(1, CALLS), "call 1")
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)

    def test_a_terminal_as_standard_input_is_refused(self):
        for command in ("attach", "replay"):
            terminal = self.start(command, "-")
            self.assertEqual(terminal.wait_exit(), BAD_USAGE)
            self.assertIn("standard input is a terminal", terminal.screen.text)

    def test_a_recorded_session_comes_through_a_pipe_as_well(self):
        command = f"cat {shlex.quote(self.log)} | {shlex.quote(PROGRAM)} replay - --paused"
        terminal = self.start_command("sh", "-c", command)
        terminal.wait_until(is_at(1, CALLS), "call 1")
        self.press(terminal, "G", shows_call(CALLS), "the last call")
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)


if __name__ == "__main__":
    unittest.main()
