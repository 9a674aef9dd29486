"""Recorded sessions and logs that grow, on the same screen as a simulation."""

import json
import os
import random
import re
import resource
import shlex
import shutil
import sys
import tempfile
import unittest

from program import PROGRAM, needs_program, run
from pseudo_terminal import PseudoTerminal
from test_screen import AT_ONCE, ScreenTest, is_recording, shows_call, status

CALLS = 300


def is_at(number, last):
    """Whether the status line shows a call that is not the last."""
    return lambda screen: f"call {number}/{last}" in status(screen)


def body(screen):
    """The panels without the strip, which for a recording shows the whole session."""
    return screen.text.split("whole session")[0].split("over calls")[0].split("\n", 1)[1]


class Log:
    """A log that a test writes, record by record."""

    def __init__(self, path, source):
        self.path = path
        with open(source, "rb") as file:
            self.header, *lines = file.read().splitlines(keepends=True)
        self.calls = [line for line in lines if line.startswith(b'{"t":"call"')]

    def create(self, calls=()):
        with open(self.path, "wb") as file:
            file.write(self.header)
        self.append(*calls)

    def append(self, *numbers):
        self.write(b"".join(self.calls[number - 1] for number in numbers))

    def write(self, data):
        with open(self.path, "ab") as file:
            file.write(data)


class ReplayTest(ScreenTest):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="dropscope-replay-")
        cls.log = os.path.join(cls.folder, "d.jsonl")
        done = run("run", "digits", "--seed", "3", "--calls", CALLS, "--log", cls.log)
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    def growing(self, *calls):
        """A log in the folder of this class, with these calls of the recorded one."""
        log = Log(os.path.join(self.folder, self.id().rsplit(".", 1)[1] + ".jsonl"), self.log)
        log.create(calls)
        return log

    def replay(self, path=None, *arguments, **options):
        terminal = self.start("replay", path or self.log, "--paused", *arguments, **options)
        terminal.wait_until(is_at(1, CALLS), "the index")
        terminal.settle()
        return terminal

    def attach(self, log, number):
        terminal = self.start("attach", log.path)
        terminal.wait_until(shows_call(number), f"call {number}")
        return terminal

    def calls_of(self, path):
        with open(path, encoding="utf-8") as file:
            return [json.loads(line) for line in file]


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
        replay.wait_until(lambda screen: "╵ vanilla" in screen.text, "the change in the strip")
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

    def test_z_shows_the_last_calls_or_the_whole_session(self):
        terminal = self.replay()
        self.assertIn("whole session", terminal.screen.text)
        self.press(terminal, "z", lambda screen: "over calls" in screen.text, "the last calls")
        self.press(terminal, "z", lambda screen: "whole session" in screen.text, "all")

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
        wanted = re.sub(r"\x1b\[[0-9;]*m", "", frame).splitlines()[3:30]
        terminal.wait_until(lambda screen: screen.rows()[3:30]
                            == [line.rstrip() for line in wanted], "the picture of call 110")

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
        self.assertEqual(done.stderr, f"dropscope: {log.path}: line 22: call 21 has no mode\n")

    def test_what_is_no_session_is_refused_before_the_screen_opens(self):
        path = os.path.join(self.folder, "other.txt")
        for content, reason in ((b"", "not a session log"), (b"hello\n", "line 1"),
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


@needs_program
class Frames(ReplayTest):
    def test_frame_of_a_log_is_the_simulation_s_but_for_tensors_and_strip(self):
        done = run("frame", "--session", self.log, "--call", 228, "--size", "120x40")
        simulated = run("frame", "digits", "--seed", "3", "--call", 228, "--size", "120x40")
        rows, wanted = done.stdout.splitlines(), simulated.stdout.splitlines()
        histograms = [index for index, row in enumerate(wanted) if "before" in row][0]
        strip = [index for index, row in enumerate(wanted) if "over calls" in row][0]
        self.assertEqual(rows[histograms:strip], wanted[histograms:strip])
        self.assertIn("call 228/300", rows[0])

    def test_frame_names_the_calls_there_are(self):
        done = run("frame", "--session", self.log, "--call", 301)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(
            done.stderr,
            f"dropscope: {self.log}: it holds no call 301; the last one is 300\n")

    def test_replay_prints_frames_without_a_terminal(self):
        done = run("replay", self.log, "--frames", 3, "--call", 298, "--size", "80x24")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 3 * 24)
        for number in (298, 299, 300):
            self.assertIn(f"call {number}", done.stdout)
        frame = run("frame", "--session", self.log, "--call", 299, "--size", "80x24").stdout
        self.assertEqual(done.stdout.splitlines()[24:48], frame.splitlines())

    def test_mutated_logs_never_crash_hang_or_leak_an_escape(self):
        with open(self.log, "rb") as file:
            lines = file.readlines()[:12]
        lines[5:5] = [b'{"t":"mark","n":4,"ms":1,"text":"a mark"}\n',
                      b'{"t":"rewind","n":3,"ms":2}\n', *lines[3:5],
                      b'{"t":"change","n":5,"ms":3,"what":"rate","layer":"hidden1",'
                      b'"from":"0.5","to":"0.2"}\n']
        log = b"".join(lines)
        chance = random.Random(7)
        path = os.path.join(self.folder, "mutated.jsonl")
        for _ in range(int(os.environ.get("MUTATIONS", "150"))):
            data = mutated(log, chance)
            with open(path, "wb") as file:
                file.write(data)
            kind = chance.choice((["replay", path, "--frames", "1"],
                                  ["frame", "--session", path, "--call", "10"]))
            done = run(*kind, "--color", "256", timeout=5)
            self.assertIn(done.returncode, (0, 2), (data, done.stderr))
            if done.returncode == 2:
                self.assertTrue(done.stderr.startswith(f"dropscope: {path}: "), done.stderr)
            text = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout) + done.stderr
            self.assertNotRegex(text, r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
        if sys.platform == "linux":
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            self.assertLess(peak, 500 * 1024, "KiB of memory")


def mutated(log, chance):
    data = bytearray(log)
    pieces = [b"\x1b[2J", b"\x00", b"\n", b'"', b"{", b"]", b"9" * 30, b"-1", b"1e999", b"\xff",
              b"null", b"\\u001b", b"0,", b'"n":', b"[" * 50]
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        kind = chance.randrange(4)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[at:at] = chance.choice(pieces)
        elif kind == 2:
            del data[at:at + chance.randint(1, 200)]
        else:
            start = chance.randrange(len(data))
            data[at:at] = data[start:start + chance.randint(1, 400)]
    return bytes(data)


@needs_program
class Attach(ReplayTest):
    def test_it_waits_for_a_log_that_is_empty_and_follows_what_comes(self):
        log = self.growing()
        open(log.path, "wb").close()
        terminal = self.start("attach", log.path)
        terminal.wait_for("waiting for the first call")
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
        log.write(b'{"t":"rewind","n":19,"ms":1}\n')
        call = json.loads(log.calls[150])
        log.write(json.dumps({**call, "n": 19}).encode() + b"\n")
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
            self.assertEqual(terminal.wait_exit(), 2)
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
