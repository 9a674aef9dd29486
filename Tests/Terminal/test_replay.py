"""Recorded sessions on the same screen as a simulation."""

import json
import os
import re
import shutil
import unittest

from program import needs_program, run
from recorded import CALLS, Log, ReplayTest, body, is_at
from test_screen import is_recording, shows_call, status


@needs_program
class Replay(ReplayTest):
    def test_steps_seeks_and_ends_as_a_simulation_does(self):
        terminal = self.replay()
        self.press(terminal, ".", is_at(2, CALLS), "call 2")
        self.press(terminal, "shift-right", is_at(12, CALLS), "call 12")
        self.press(terminal, ",", is_at(11, CALLS), "call 11")
        terminal.press(":", "250")
        self.press(terminal, "enter", is_at(250, CALLS), "call 250")
        self.press(terminal, "G", shows_call(CALLS), "the last call")
        terminal.settle()
        terminal.press(".")
        self.assertEqual(terminal.bytes_during(0.3), 0)
        self.press(terminal, "g", is_at(1, CALLS), "call 1")
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)
        self.assert_restored(terminal)

    def test_the_same_call_is_the_identical_screen(self):
        terminal = self.replay()
        terminal.press(":", "100")
        self.press(terminal, "enter", is_at(100, CALLS), "call 100")
        terminal.settle()
        first = terminal.screen.snapshot()
        self.press(terminal, "shift-right", is_at(110, CALLS), "call 110")
        self.press(terminal, "shift-left", is_at(100, CALLS), "call 100")
        terminal.wait_until(lambda screen: screen.snapshot() == first, "the identical screen")

    def test_play_goes_on_at_its_speed_and_pauses_at_the_end(self):
        terminal = self.replay()
        terminal.press("]" * 9, " ")
        terminal.wait_until(lambda screen: shows_call(CALLS)(screen) and "paused" in status(screen),
                            "the end")
        # Space plays again from the first call.
        terminal.press("backspace", " ")
        terminal.wait_until(is_at(2, CALLS), "call 2")
        self.assertIn("4/s", status(terminal.screen))

    def test_a_recording_cannot_be_changed_and_says_so(self):
        for key in ("m", "e", "+", "r", "R"):
            terminal = self.replay()
            before = body(terminal.screen)
            self.press(terminal, key, lambda screen: "cannot be changed" in screen.text, "a notice")
            self.press(terminal, ".", is_at(2, CALLS), "call 2")
            self.press(terminal, ",", is_at(1, CALLS), "call 1")
            terminal.wait_until(lambda screen: body(screen) == before, "the same picture")
            terminal.press("q")
            terminal.wait_exit()

    def test_what_was_changed_shows_where_it_happened(self):
        terminal = self.open()
        terminal.press("w")
        terminal.wait_until(is_recording, "a recording")
        for keys, wanted in ((["shift-right"] * 3, 31), ("m", 31), (["shift-right"] * 3, 61),
                             ("M", 61), (["shift-right"], 71)):
            terminal.press(*keys)
            terminal.wait_until(shows_call(wanted), f"call {wanted}")
            terminal.settle()
        self.assertIn("vanilla", status(terminal.screen))
        terminal.press("w")
        terminal.wait_for("recorded to")
        recorded = os.path.join(terminal.folder, "dropscope-digits-1.jsonl")
        path = shutil.copy(recorded, os.path.join(self.folder, "changed.jsonl"))
        replay = self.start("replay", path, "--paused")
        replay.wait_until(is_at(1, 71), "the index")
        replay.wait_until(lambda screen: "┻vanilla" in screen.text, "the change in the strip")
        self.assertIn("inverted", status(replay.screen))
        self.press(replay, "n", is_at(61, 71), "the mark")
        self.assertIn("vanilla", status(replay.screen))

    def test_marks_are_set_and_visited_and_the_log_stays_as_it_is(self):
        with open(self.log, "rb") as file:
            before = file.read()
        terminal = self.replay()
        self.press(terminal, "shift-right", is_at(11, CALLS), "call 11")
        terminal.press("M")
        self.press(terminal, "shift-right", is_at(21, CALLS), "call 21")
        self.press(terminal, "N", is_at(11, CALLS), "the mark")
        terminal.press("q")
        terminal.wait_exit()
        with open(self.log, "rb") as file:
            self.assertEqual(file.read(), before)

    def test_a_part_of_a_replay_is_recorded_and_is_a_log_itself(self):
        terminal = self.replay()
        self.press(terminal, "shift-right", is_at(11, CALLS), "call 11")
        terminal.press("w")
        terminal.wait_until(is_recording, "a recording")
        self.press(terminal, "shift-right", is_at(21, CALLS), "call 21")
        terminal.press("w")
        terminal.wait_for("recorded to")
        path = os.path.join(terminal.folder, "dropscope-digits-1.jsonl")
        header, *records, end = self.calls_of(path)
        self.assertEqual([record["n"] for record in records], list(range(11, 22)))
        self.assertEqual(end["t"], "end")
        original = self.calls_of(self.log)
        self.assertEqual(header["layers"], original[0]["layers"])
        for record in records:
            self.assertEqual(record["layers"], original[record["n"]]["layers"])
        frame = run("frame", "--session", path, "--call", 21)
        self.assertEqual(frame.returncode, 0, frame.stderr)

    def test_z_zooms_time_in_until_the_whole_session_is_there_again(self):
        terminal = self.replay()
        whole = f"calls 1…{CALLS}"
        self.assertIn(whole, terminal.screen.text)
        for calls in (75, 20):
            self.press(terminal, "z", lambda screen: f"zoom 1…{calls} of {CALLS}" in screen.text,
                       f"{calls} calls")
        self.press(terminal, "z", lambda screen: whole in screen.text, "all")

    def test_calls_that_a_rewind_replaced_are_not_shown(self):
        log = self.growing(*range(1, 21))
        log.write(b'{"t":"rewind","n":6,"ms":1}\n')
        for number in range(6, 11):
            call = json.loads(log.calls[number + 99])
            log.write(json.dumps({**call, "n": number}).encode() + b"\n")
        terminal = self.start("replay", log.path, "--paused")
        terminal.wait_until(is_at(1, 10), "the index")
        self.press(terminal, "G", shows_call(10), "call 10")
        frame = run("frame", "--session", self.log, "--call", 110, "--color", "256").stdout
        # The masks and what was kept; the session's numbers are those of another session.
        wanted = re.sub(r"\x1b\[[0-9;]*m", "", frame).splitlines()[3:13]
        masks = slice(19, None)
        terminal.wait_until(lambda screen: [row[masks] for row in screen.rows()[3:13]]
                            == [line[masks].rstrip() for line in wanted], "the masks of call 110")

    def test_a_broken_line_is_named_and_what_lies_before_is_shown(self):
        log = self.growing(*range(1, 21))
        log.write(b'{"t":"call","n":21,"phase":"train"}\n')
        log.append(22, 23)
        terminal = self.start("replay", log.path, "--paused")
        terminal.wait_until(is_at(1, 23), "the index")
        terminal.press(":21")
        self.press(terminal, "enter", lambda screen: "line 22" in screen.text, "the line")
        terminal.wait_until(shows_call(20), "what lies before")
        done = run("frame", "--session", log.path, "--call", 21)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, f"dropscope: {log.path}: line 22: call 21 has no layers\n")

    def test_what_is_no_session_is_refused_before_the_screen_opens(self):
        path = os.path.join(self.folder, "other.txt")
        for content, reason in ((b"", "the log is empty"), (b"hello\n", "line 1"),
                                (Log(path, self.log).header, "no call"),
                                (b'{"t":"session","v":9,"layers":[]}\n', "use a newer one")):
            with open(path, "wb") as file:
                file.write(content)
            terminal = self.start("replay", path)
            self.assertEqual(terminal.wait_exit(), 2, content)
            self.assertIn(reason, terminal.screen.text.replace("\n", ""))
            self.assertEqual(terminal.screen.alternate_entries, 0)
        done = run("frame", "--session", self.folder, "--call", 1)
        self.assertEqual(done.returncode, 2)
        self.assertIn("cannot read", done.stderr)


if __name__ == "__main__":
    unittest.main()
