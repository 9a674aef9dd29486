"""Commands, the mouse and the clipboard as a terminal sees them."""

import base64
import os
import re
import signal
import subprocess
import tempfile
import unittest

from program import PROGRAM, needs_program
from pseudo_terminal import PseudoTerminal

MOUSE = {1000, 1002, 1006}
OSC52 = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


@needs_program
class CommandsTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def open(self, *arguments, shows="call 1", **options):
        terminal = PseudoTerminal([PROGRAM, *arguments], **options)
        self.addCleanup(terminal.close)
        terminal.wait_for(shows)
        terminal.settle()
        return terminal

    def simulate(self, *arguments, **options):
        return self.open("digits", "--seed", "3", "--paused", *arguments, **options)

    def type(self, terminal, line, says):
        terminal.press(f":{line}\r")
        terminal.wait_for(says)

    def click(self, terminal, text):
        """Presses and lets go where that text stands."""
        for y, row in enumerate(terminal.screen.rows()):
            if text in row:
                x = row.index(text)
                terminal.press(f"\x1b[<0;{x + 1};{y + 1}M", f"\x1b[<0;{x + 1};{y + 1}m")
                return
        self.fail(f"{text!r} is not on screen")

    def test_a_recording_is_written_opened_and_forked(self):
        log = self.path("run.jsonl")
        terminal = self.simulate()
        self.type(terminal, f"write {log}", "● rec")
        terminal.press("...")
        terminal.wait_for("call 4")
        self.type(terminal, "write", "recorded to")
        # What is there stays as it is.
        before = open(log, "rb").read()
        self.type(terminal, f"write {log}", "already exists")
        self.assertEqual(open(log, "rb").read(), before)
        self.type(terminal, f"open {log}", "call 1 of 4")
        self.type(terminal, "rate 0.2", "this is a recording")
        self.type(terminal, "3", "call 3")
        terminal.settle()
        self.type(terminal, "fork", "a simulation from call 3")
        terminal.wait_for("torch seed 3")
        self.type(terminal, "rate 0.2", "p 0.20")
        self.assertEqual(open(log, "rb").read(), before)

    def test_what_cannot_be_opened_or_forked_leaves_the_session_as_it_is(self):
        other = self.path("other.jsonl")
        with open(other, "w") as file:
            file.write('{"t":"session","v":1,"source":"pytorch","layers":[]}\n'
                       '{"t":"call","n":1,"phase":"train","layers":[]}\n')
        terminal = self.simulate()
        self.type(terminal, f"open {self.path('none.jsonl')}", "none.jsonl")
        terminal.wait_for("digits")
        self.type(terminal, f"open {other}", "pytorch")
        self.type(terminal, "fork", "not a simulation")
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)

    def test_a_screenshot_is_what_is_on_screen_and_overwrites_nothing(self):
        terminal = self.simulate()
        picture = self.path("call.txt")
        rows = [row.rstrip() for row in terminal.screen.rows()]
        self.type(terminal, f"screenshot {picture}", "wrote")
        with open(picture, encoding="utf-8") as file:
            self.assertEqual(file.read().split("\n")[:-1], rows)
        self.type(terminal, f"screenshot {picture}", "already exists")

    def test_what_is_copied_reaches_the_clipboard(self):
        terminal = self.simulate()
        terminal.press("y")
        terminal.wait_for("copied site hidden1")
        text = base64.b64decode(OSC52.search(bytes(terminal.output)).group(1)).decode()
        self.assertRegex(text, r"^call 1 hidden1 32×128: p 0\.50, .*kept [\d,]+ of 4,096")

    def test_a_console_without_a_clipboard_is_sent_nothing(self):
        terminal = self.simulate(term="linux")
        terminal.press("y")
        terminal.wait_for("no clipboard")
        self.assertIsNone(OSC52.search(bytes(terminal.output)))

    def test_tabs_rows_and_the_time_axis_answer_the_mouse(self):
        terminal = self.simulate()
        self.assertLessEqual(MOUSE, terminal.screen.modes)
        self.click(terminal, "2 layers")
        terminal.wait_for("95% band")
        self.click(terminal, "hidden2")
        terminal.wait_for("‹hidden2›")
        # The wheel walks rows here.
        terminal.press("\x1b[<64;20;5M")
        terminal.wait_for("‹hidden1›")
        self.click(terminal, "1 masks")
        terminal.wait_for("whole batch")
        terminal.press("\x1b[<65;60;20M")
        terminal.wait_for("call 2")

    def test_the_mouse_is_handed_back_by_a_key_an_option_and_every_way_out(self):
        terminal = self.simulate()
        terminal.press("Y")
        terminal.wait_for("the mouse is the terminal's")
        self.assertFalse(MOUSE & terminal.screen.modes)
        terminal.press("Y")
        terminal.wait_for("the mouse works here")
        self.assertLessEqual(MOUSE, terminal.screen.modes)
        terminal.press("q")
        terminal.wait_exit()
        self.assertFalse(MOUSE & terminal.screen.modes)
        for number in (signal.SIGTERM, signal.SIGSEGV):
            terminal = self.simulate(env={"SWIFT_BACKTRACE": "enable=no"})
            terminal.signal(number)
            terminal.wait_exit()
            self.assertFalse(MOUSE & terminal.screen.modes, number)
        self.assertFalse(MOUSE & self.simulate("--no-mouse").screen.modes)

    def test_ctrl_z_gives_the_mouse_back_and_fg_takes_it_as_it_was(self):
        terminal = self.simulate()
        for is_taken in (True, False):
            terminal.press("ctrl-z")
            self.assertEqual(terminal.wait_stopped(), signal.SIGTSTP)
            self.assertFalse(MOUSE & terminal.screen.modes)
            terminal.signal(signal.SIGCONT)
            terminal.wait_until(lambda s: s.is_alternate and "call 1" in s.text, "the screen again")
            terminal.settle()
            self.assertEqual(MOUSE & terminal.screen.modes, MOUSE if is_taken else set())
            if is_taken:
                self.click(terminal, "2 layers")
                terminal.wait_for("95% band")
                # Left to the terminal before, it stays the terminal's.
                terminal.press("Y")
                terminal.wait_for("the mouse is the terminal's")

    def test_an_answer_that_nobody_asked_for_is_no_key(self):
        terminal = self.simulate()
        before = terminal.screen.text
        terminal.press("\x1b]11;rgb:ffff/qqqq/ffff\x1b\\", "\x1b]10;rgb:0/0/0\x07", "\x1b[0n")
        terminal.settle()
        self.assertEqual(terminal.screen.text, before)

    def test_an_unknown_command_is_told_in_one_line(self):
        terminal = self.simulate()
        self.type(terminal, "frobnicate", "there is no command 'frobnicate'")


@needs_program
class ConfigTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = folder.name
        self.file = os.path.join(self.home, "dropscope", "config.yaml")
        self.environment = dict(os.environ, XDG_CONFIG_HOME=self.home)

    def run_program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], env=self.environment, capture_output=True,
                              text=True, timeout=30)

    def write(self, text):
        os.makedirs(os.path.dirname(self.file), exist_ok=True)
        with open(self.file, "w") as file:
            file.write(text)

    def open(self, *arguments):
        terminal = PseudoTerminal([PROGRAM, *arguments], env={"XDG_CONFIG_HOME": self.home})
        self.addCleanup(terminal.close)
        terminal.wait_for("call")
        return terminal

    def test_nothing_is_created_and_the_printed_file_is_as_it_should_be(self):
        self.assertEqual(self.run_program("config", "--path").stdout, self.file + "\n")
        self.assertEqual(self.run_program("config", "--check").returncode, 0)
        self.assertFalse(os.path.exists(os.path.dirname(self.file)))
        self.write(self.run_program("config", "--default").stdout)
        self.assertEqual(self.run_program("config", "--check").returncode, 0)

    def test_what_is_wrong_is_told_with_line_and_key(self):
        self.write("theme: ember\nsped: 2\nrate: 7\n")
        checked = self.run_program("config", "--check")
        self.assertEqual(checked.returncode, 1)
        lines = checked.stdout.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertIn("config.yaml: line 2: sped: there is no such key", lines[0])
        self.assertIn("config.yaml: line 3: rate: '7' is invalid", lines[1])

    def test_defaults_hold_and_options_win(self):
        self.write("rate: 0.3\nseed: 9\nkeys:\n  p: space\n")
        terminal = self.open("--paused")
        terminal.wait_for("p 0.30")
        terminal.wait_for("seed 9")
        terminal.press("p")
        terminal.wait_for("▶")
        self.open("--paused", "--rate", "0.6").wait_for("p 0.60")

    def test_a_key_that_is_not_known_is_told_on_the_screen(self):
        self.write("sped: 2\n")
        self.open("--paused").wait_for("sped: there is no such key")

    def test_the_ground_of_the_terminal_chooses_the_theme(self):
        for answer, ground in (("ffff/ffff/ffff", "light"), ("0000/0000/0000", "dark")):
            terminal = PseudoTerminal(
                [PROGRAM, "--theme", "auto", "--paused"], env={"COLORTERM": "truecolor"})
            self.addCleanup(terminal.close)
            terminal.wait_until(lambda _: b"\x1b]11;?" in terminal.output, "the question")
            terminal.press(f"\x1b]11;rgb:{answer}\x1b\\")
            terminal.wait_for("call 1")
            terminal.settle()
            background = terminal.screen.cell(60, 10).style.background
            level = sum(background) if isinstance(background, tuple) else background
            self.assertEqual(level > 300, ground == "light", f"{ground}: {background}")


if __name__ == "__main__":
    unittest.main()
