"""The screen as a person meets it: keys in, text out."""

import glob
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import unittest

from program import PROGRAM, needs_program, run
from pseudo_terminal import PseudoTerminal, without_terminfo

# A key shows within 50 ms; a machine that does other things gets more before a test fails.
AT_ONCE = 2.0

SGR = re.compile(rb"\x1b\[([0-9;:]*)m")


def status(screen):
    return screen.row(0)


def shows_call(number):
    """Whether the status line, or what is left of it, shows that call."""
    pattern = re.compile(rf"call {number}\b")
    return lambda screen: pattern.search(screen.text)


def is_recording(screen):
    return re.search(r"\brec\b", status(screen))


def colors_in(output):
    """The colour codes among all SGR sequences."""
    codes = [int(code) for body in SGR.findall(bytes(output))
             for code in re.split(rb"[;:]", body) if code]
    return [c for c in codes if 30 <= c <= 38 or 40 <= c <= 48 or 90 <= c <= 97 or 100 <= c <= 107]


class ScreenTest(unittest.TestCase):
    """What all tests of the screen share."""

    def open(self, *arguments, **options):
        """Opens it paused at call 1."""
        terminal = self.start("digits", "--seed", "3", "--paused", *arguments, **options)
        terminal.wait_until(shows_call(1), "call 1")
        terminal.settle()
        return terminal

    def start(self, *arguments, **options):
        terminal = PseudoTerminal([PROGRAM, *arguments], **options)
        self.addCleanup(terminal.close)
        return terminal

    def press(self, terminal, key, condition, what):
        """Presses a key and waits until the screen shows what it does, which is soon."""
        terminal.press(key)
        terminal.wait_until(condition, f"{what} after {key!r}", AT_ONCE)

    def assert_restored(self, terminal):
        screen = terminal.screen
        self.assertGreater(screen.alternate_entries, 0, "it never had the screen")
        self.assertFalse(screen.is_alternate, "the alternate screen is still on")
        self.assertTrue(screen.cursor_is_visible, "the cursor is hidden")
        self.assertEqual(screen.style, screen.style._make([None, None] + [False] * 8))
        self.assertFalse(screen.keypad_is_application, "the keypad is still in application mode")
        self.assertEqual(screen.modes & {1, 1000, 1002, 1003, 1006, 2004}, set())
        self.assertEqual(terminal.modes(), terminal.modes_before)
        self.assertEqual(screen.unknown, [], "sequences that the emulator does not know")


@needs_program
class Keys(ScreenTest):
    def test_a_call_forward_and_back_gives_the_identical_screen(self):
        terminal = self.open()
        first = terminal.screen.text
        self.press(terminal, ".", shows_call(2), "call 2")
        self.press(terminal, ".", shows_call(3), "call 3")
        self.assertNotEqual(terminal.screen.text, first)
        self.press(terminal, ",", shows_call(2), "call 2")
        terminal.settle()
        # Now the newest call is 3 and stays 3.
        second = terminal.screen.snapshot()
        self.press(terminal, ".", shows_call(3), "call 3")
        self.press(terminal, ",", shows_call(2), "call 2")
        terminal.wait_until(lambda screen: screen.snapshot() == second, "the identical screen")

    def test_the_arrows_step_as_the_point_and_the_comma_do(self):
        terminal = self.open()
        self.press(terminal, "right", shows_call(2), "call 2")
        self.press(terminal, "left", shows_call(1), "call 1")
        self.press(terminal, "shift-right", shows_call(11), "call 11")
        self.press(terminal, "shift-left", shows_call(1), "call 1")

    def test_m_changes_the_mode_at_once(self):
        terminal = self.open()
        self.press(terminal, "m", lambda s: "vanilla" in status(s), "vanilla")
        self.assertNotIn("inverted", status(terminal.screen))
        self.press(terminal, "m", lambda s: "inverted" in status(s), "inverted")

    def test_e_changes_the_phase_at_once(self):
        terminal = self.open()
        self.press(terminal, "e", lambda s: re.search(r"\beval\b", status(s)), "eval")
        self.assertNotIn("train", status(terminal.screen))
        self.press(terminal, "e", lambda s: "train" in status(s), "train")

    def test_mode_and_phase_change_at_once_at_full_speed(self):
        terminal = self.start("digits", "--speed", "max")
        terminal.wait_until(shows_call(r"\d{3,}"), "a hundred calls")
        self.press(terminal, "m", lambda s: "vanilla" in status(s), "vanilla")
        self.press(terminal, "e", lambda s: re.search(r"\beval\b", status(s)), "eval")
        self.press(terminal, " ", lambda s: "paused" in status(s), "pause")
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)

    def test_plus_and_minus_change_the_rate_by_a_twentieth(self):
        terminal = self.open()
        self.assertIn("p 0.50", status(terminal.screen))
        self.press(terminal, "+", lambda s: "p 0.55" in status(s), "p 0.55")
        self.press(terminal, "-", lambda s: "p 0.50" in status(s), "p 0.50")
        self.press(terminal, "-", lambda s: "p 0.45" in status(s), "p 0.45")

    def test_d_walks_the_dialects_and_a_log_of_it_verifies(self):
        terminal = self.start("module", "--paused", "--log", "d.jsonl")
        terminal.wait_until(shows_call(1), "call 1")
        names = ("torch-mkl", "torch-cuda", "jax", "keras-torch", "keras-jax", "keras-numpy")
        for call, name in enumerate(names, start=2):
            self.press(terminal, "d", lambda s: f"{name} seed 42" in status(s), name)
            self.press(terminal, ".", shows_call(call), f"call {call}")
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)
        done = run("verify", os.path.join(terminal.folder, "d.jsonl"))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_tab_selects_the_next_layer_and_the_last_leads_to_the_first(self):
        terminal = self.open()
        first = terminal.screen.snapshot()
        self.press(terminal, "tab", lambda s: s.snapshot() != first, "another layer")
        terminal.settle()
        second = terminal.screen.snapshot()
        self.press(terminal, "tab", lambda s: s.snapshot() == first, "the first layer")
        self.press(terminal, "back-tab", lambda s: s.snapshot() == second, "the second layer")

    def test_t_changes_the_theme_and_no_more(self):
        terminal = self.open()
        cells = terminal.screen.snapshot()
        below = lambda screen: screen.rows()[1:-1]
        before = below(terminal.screen)
        self.press(terminal, "t", lambda s: s.snapshot() != cells, "another theme")
        terminal.settle()
        self.assertEqual(below(terminal.screen), before)
        self.press(terminal, "T", lambda s: s.snapshot()[1:-1] == cells[1:-1], "the first theme")

    def test_r_begins_again_at_call_1(self):
        terminal = self.open()
        first = terminal.screen.rows()[1:-1]
        terminal.press("shift-right")
        terminal.wait_until(shows_call(11), "call 11")
        self.press(terminal, "r", shows_call(1), "call 1")
        terminal.settle()
        self.assertEqual(terminal.screen.rows()[1:-1], first)

    def test_a_number_after_a_colon_goes_to_that_call(self):
        terminal = self.open()
        terminal.press(":123", "enter")
        terminal.wait_until(shows_call(123), "call 123")
        self.press(terminal, "g", shows_call(1), "call 1")
        terminal.press("G")
        terminal.wait_until(shows_call(123), "the newest call")

    def test_the_help_opens_and_closes(self):
        terminal = self.open()
        before = terminal.screen.snapshot()
        for opener, closer in (("?", "?"), ("f1", "escape")):
            self.press(terminal, opener, lambda s: "backspace" in s.text, "help")
            self.press(terminal, closer, lambda s: s.snapshot() == before, "the screen")

    def test_space_plays_and_pauses(self):
        terminal = self.open()
        self.assertIn("paused", status(terminal.screen))
        self.press(terminal, "space", lambda s: "paused" not in status(s), "play")
        terminal.wait_until(shows_call(3), "call 3")
        self.press(terminal, "space", lambda s: "paused" in status(s), "pause")

    def test_a_paused_screen_writes_nothing(self):
        terminal = self.open()
        self.assertEqual(terminal.bytes_during(1.0), 0)
        terminal.press("space")
        terminal.wait_until(shows_call(2), "call 2")
        self.press(terminal, "space", lambda s: "paused" in status(s), "pause")
        terminal.settle()
        self.assertEqual(terminal.bytes_during(1.0), 0)

    def test_keys_that_do_nothing_are_harmless(self):
        terminal = self.open()
        terminal.press("\x1b[99~", "é", "漢", "\x00", "\x1b[200~", "~", "\x1bx")
        self.press(terminal, ".", shows_call(2), "call 2")


@needs_program
class Recording(ScreenTest):
    def logs(self, terminal):
        return glob.glob(os.path.join(terminal.folder, "*.jsonl"))

    def records(self, path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.assertTrue(text.endswith("\n"), "the last line is not finished")
        return [json.loads(line) for line in text.splitlines()]

    def test_w_writes_a_log_and_a_second_w_ends_it(self):
        terminal = self.open()
        self.press(terminal, "w", is_recording, "recording")
        for number in (2, 3, 4):
            self.press(terminal, ".", shows_call(number), f"call {number}")
        self.press(terminal, "w", lambda s: not is_recording(s), "an end of recording")
        logs = self.logs(terminal)
        self.assertEqual(len(logs), 1)
        records = self.records(logs[0])
        self.assertEqual([records[0]["t"], records[-1]["t"]], ["session", "end"])
        numbers = [record["n"] for record in records if record["t"] == "call"]
        self.assertEqual(numbers[-3:], [2, 3, 4])
        if shutil.which("jq"):
            subprocess.run(["jq", "-e", ".t", logs[0]], stdout=subprocess.DEVNULL, check=True)
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)

    def test_quitting_ends_the_log(self):
        for leave, code in ((lambda t: t.press("q"), 0), (lambda t: t.signal(signal.SIGTERM), 143)):
            terminal = self.open()
            self.press(terminal, "w", is_recording, "recording")
            self.press(terminal, ".", shows_call(2), "call 2")
            leave(terminal)
            self.assertEqual(terminal.wait_exit(), code)
            self.assertEqual(self.records(self.logs(terminal)[0])[-1]["t"], "end")

    def test_log_records_from_the_start_and_changes_with_it(self):
        terminal = self.open("--log", "s.jsonl")
        self.press(terminal, "m", lambda s: "vanilla" in status(s), "vanilla")
        self.press(terminal, ".", shows_call(2), "call 2")
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)
        records = self.records(os.path.join(terminal.folder, "s.jsonl"))
        self.assertEqual(records[0]["t"], "session")
        self.assertIn(("mode", "vanilla"),
                      [(r["what"], r["to"]) for r in records if r["t"] == "change"])
        calls = [record for record in records if record["t"] == "call"]
        self.assertEqual((calls[-1]["n"], calls[-1]["mode"]), (2, "vanilla"))

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full here")
    def test_a_full_disk_is_said_and_the_session_goes_on(self):
        terminal = self.start("digits", "--paused", "--log", "/dev/full")
        terminal.wait_until(
            lambda s: "space left" in s.text or "rec failed" in s.text, "word of the full disk")
        if terminal.exit_status is None and terminal.screen.is_alternate:
            self.press(terminal, ".", shows_call(2), "call 2")
            terminal.press("q")
        terminal.wait_exit()
        self.assertFalse(terminal.screen.is_alternate)


@needs_program
class Leaving(ScreenTest):
    def test_q_leaves_the_terminal_as_it_was(self):
        terminal = self.open()
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)
        self.assert_restored(terminal)
        self.assertEqual(terminal.screen.text.strip(), "")

    def test_ctrl_c_leaves_with_130(self):
        terminal = self.open()
        terminal.press("ctrl-c")
        self.assertEqual(terminal.wait_exit(), 130)
        self.assert_restored(terminal)

    def test_signals_leave_with_128_and_their_number(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            with self.subTest(number):
                terminal = self.open()
                terminal.signal(number)
                self.assertEqual(terminal.wait_exit(), 128 + number)
                self.assert_restored(terminal)

    def test_it_ends_when_the_terminal_goes_away(self):
        for arguments in (["--paused"], []):
            terminal = self.start("digits", *arguments)
            terminal.wait_until(lambda screen: re.search(r"call \d", screen.text), "a call")
            terminal.hang_up()
            self.assertEqual(terminal.wait_exit(5), 128 + signal.SIGHUP)

    def test_ctrl_z_stops_it_and_a_continue_repaints(self):
        terminal = self.open()
        before = terminal.screen.snapshot()
        terminal.press("ctrl-z")
        self.assertEqual(terminal.wait_stopped(), signal.SIGTSTP)
        self.assert_restored(terminal)
        terminal.signal(signal.SIGCONT)
        terminal.wait_until(
            lambda s: s.is_alternate and s.snapshot() == before, "the same screen again")
        self.press(terminal, ".", shows_call(2), "call 2")
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)
        self.assert_restored(terminal)

    def test_ctrl_l_paints_anew_what_was_there(self):
        terminal = self.open()
        for key, number in ((".", 2), (".", 3)):
            self.press(terminal, key, shows_call(number), f"call {number}")
        self.press(terminal, "t", lambda s: True, "theme")
        terminal.settle()
        drawn, clears = terminal.screen.snapshot(), terminal.screen.clears
        self.press(terminal, "ctrl-l", lambda s: s.clears > clears, "a repaint")
        terminal.wait_until(lambda s: s.snapshot() == drawn, "the same screen")


@needs_program
class Sizes(ScreenTest):
    SIZES = [(80, 24), (20, 5), (300, 100), (1, 1), (40, 10), (120, 40)]

    def fills(self, width, height):
        """Whether there is something near every edge of a screen of that size."""
        def condition(screen):
            if width < 40 or height < 10:
                return not shows_call(r"\d+")(screen)
            cells = [(x, y) for y, row in enumerate(screen.cells)
                     for x, cell in enumerate(row) if cell.text.strip()]
            return (shows_call(r"\d+")(screen) and cells
                    and max(x for x, _ in cells) >= width * 0.9 - 1
                    and max(y for _, y in cells) >= height - 2)
        return condition

    def test_it_lives_and_draws_through_all_sizes(self):
        terminal = self.open()
        call = 1
        for width, height in self.SIZES:
            with self.subTest(size=f"{width}x{height}"):
                terminal.resize(width, height)
                terminal.wait_until(self.fills(width, height), f"a screen of {width}x{height}")
                # Until the doctor has said what it says of this call, too.
                terminal.settle(0.5)
                drawn, clears = terminal.screen.snapshot(), terminal.screen.clears
                terminal.press("ctrl-l")
                terminal.wait_until(lambda s, c=clears: s.clears > c, "a repaint")
                terminal.wait_until(lambda s, d=drawn: s.snapshot() == d, "the same as anew")
                terminal.press(".")
                call += 1
                if width >= 40 and height >= 10:
                    terminal.wait_until(shows_call(call), f"call {call}", AT_ONCE)
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)
        self.assert_restored(terminal)

    def test_a_small_terminal_is_told_the_size_it_needs(self):
        terminal = self.start("digits", "--paused", size=(39, 9))
        terminal.wait_until(lambda s: re.search(r"40\D+10", s.text), "the smallest size")
        terminal.press("q")
        self.assertEqual(terminal.wait_exit(), 0)

    def test_every_size_it_starts_in_works(self):
        for size in ((1, 1), (20, 5), (40, 10), (80, 24), (300, 100)):
            with self.subTest(size):
                terminal = self.start("digits", "--paused", size=size)
                terminal.wait_until(lambda s: s.is_alternate, "the alternate screen")
                # The alternate screen comes before the first frame, and before echo is off.
                terminal.settle()
                terminal.wait_until(self.fills(*size), f"a screen of {size}")
                terminal.press("q")
                self.assertEqual(terminal.wait_exit(), 0)
                self.assert_restored(terminal)


@needs_program
class Terminals(ScreenTest):
    def test_without_a_terminal_it_names_the_commands_that_need_none(self):
        result = run("digits")
        self.assertNotEqual(result.returncode, 0)
        self.assertEqual(result.stdout, "")
        lines = result.stderr.splitlines()
        self.assertEqual(len(lines), 1, result.stderr)
        for word in ("run", "frame"):
            self.assertRegex(lines[0], rf"\b{word}\b")

    def test_terminals_that_cannot_move_a_cursor_are_refused(self):
        for term in ("dumb", "unknown", "", None):
            with self.subTest(term=term):
                terminal = self.start("digits", term=term)
                self.assertNotIn(terminal.wait_exit(), (0, 134, 139))
                self.assertEqual(terminal.screen.alternate_entries, 0)
                for word in ("run", "frame"):
                    self.assertRegex(terminal.screen.text, rf"\b{word}\b")
                self.assertEqual(terminal.modes(), terminal.modes_before)

    def test_other_terminals_work(self):
        for term in ("xterm", "screen-256color", "tmux-256color", "linux", "vt100"):
            if subprocess.run(["infocmp", term], capture_output=True, check=False).returncode:
                continue
            with self.subTest(term=term):
                terminal = self.start("digits", "--paused", term=term)
                terminal.wait_until(shows_call(1), "call 1")
                terminal.press("q")
                self.assertEqual(terminal.wait_exit(), 0)

    def test_a_terminal_that_this_machine_does_not_know_is_drawn_as_xterm_and_told(self):
        for term in ("xterm-oddity", "no-such-terminal", "../x"):
            with self.subTest(term=term):
                terminal = self.start("digits", "--paused", term=term)
                terminal.wait_until(shows_call(1), "call 1")
                self.assertIn(
                    f"terminal {term} is not known here: drawn as xterm-256color",
                    terminal.screen.text)
                terminal.press("q")
                self.assertEqual(terminal.wait_exit(), 0)
                self.assert_restored(terminal)

    def test_without_any_database_of_terminals_the_usual_ones_work_unannounced(self):
        bare = without_terminfo([PROGRAM, "digits", "--paused"])
        if bare is None:
            self.skipTest("nobody may hide this machine's descriptions of terminals")
        for term in ("xterm-256color", "xterm-kitty", "tmux-256color", "alacritty"):
            with self.subTest(term=term):
                terminal = PseudoTerminal(bare, term=term, env={"HOME": "/nowhere"})
                self.addCleanup(terminal.close)
                terminal.wait_until(shows_call(1), "call 1")
                self.assertNotIn("not known", terminal.screen.text)
                self.press_many(terminal)
                self.assert_restored(terminal)

    def test_a_core_is_dumped_as_asked_and_the_terminal_given_back(self):
        for ask in (lambda t: t.signal(signal.SIGQUIT), lambda t: t.press("\x1c")):
            terminal = self.open()
            ask(terminal)
            self.assertEqual(terminal.wait_exit(), 128 + signal.SIGQUIT)
            self.assert_restored(terminal)

    def press_many(self, terminal):
        for key in ("m", "e", "+", "tab", "t", "enter", "escape", ".", "w", "w", "?"):
            terminal.press(key)
            terminal.settle(0.1)
        terminal.press("?", "q")
        self.assertEqual(terminal.wait_exit(), 0)

    def test_no_color_means_no_colour(self):
        for arguments, env in (([], {"NO_COLOR": "1"}), (["--color", "none"], {})):
            terminal = self.open(*arguments, env=env)
            self.press_many(terminal)
            self.assertEqual(colors_in(terminal.output), [])

    def test_an_empty_no_color_and_a_flag_over_it_mean_colour(self):
        for arguments, env in (([], {"NO_COLOR": ""}), (["--color", "256"], {"NO_COLOR": "1"})):
            terminal = self.open(*arguments, env=env)
            self.assertNotEqual(colors_in(terminal.output), [])

    def test_any_colour_where_the_terminal_says_that_it_takes_them(self):
        exact = re.compile(rb"\x1b\[[34]8;2;\d+;\d+;\d+m")
        cases = [
            ([], {"COLORTERM": "truecolor"}, "xterm-256color", True),
            ([], {"COLORTERM": "24bit"}, "tmux-256color", True),
            (["--color", "direct"], {}, "xterm-256color", True),
            (["--color", "256"], {"COLORTERM": "truecolor"}, "xterm-256color", False),
            ([], {"COLORTERM": "truecolor", "NO_COLOR": "1"}, "xterm-256color", False),
            ([], {"COLORTERM": "yes"}, "xterm-256color", False),
            # GNU screen takes no more than a palette; tmux, under the same name, does.
            ([], {"COLORTERM": "truecolor"}, "screen-256color", False),
            ([], {"COLORTERM": "truecolor", "TMUX": "/tmp/x"}, "screen-256color", True),
            (["--color", "direct"], {}, "xterm", False),
        ]
        for arguments, env, term, expected in cases:
            with self.subTest(arguments=arguments, env=env, term=term):
                terminal = self.open(*arguments, env=env, term=term)
                self.press(terminal, "shift-right", shows_call(11), "call 11")
                terminal.press("t", "q")
                self.assertEqual(terminal.wait_exit(), 0)
                self.assertEqual(bool(exact.search(terminal.output)), expected)
                self.assert_restored(terminal)

    def test_a_terminal_behind_ssh_is_asked_for_any_colour(self):
        exact = re.compile(rb"\x1b\[[34]8;2;\d+;\d+;\d+m")
        for tells_colors in (True, False):
            with self.subTest(tells_colors=tells_colors):
                terminal = self.start("digits", "--seed", "3", "--paused", tells_colors=tells_colors,
                                      env={"SSH_TTY": "/dev/pts/9"})
                # Typed before the screen is there.
                terminal.press(".")
                terminal.wait_until(shows_call(2), "call 2")
                terminal.press("q")
                self.assertEqual(terminal.wait_exit(), 0)
                self.assertEqual(bool(exact.search(terminal.output)), tells_colors)
                self.assert_restored(terminal)

    @unittest.skipUnless(shutil.which("tmux"), "there is no tmux")
    def test_tmux_says_which_colours_its_terminal_takes(self):
        with tempfile.TemporaryDirectory() as folder:
            tmux = ["tmux", "-S", folder + "/socket", "-f", os.devnull]
            for features, depth in (("256", 256), ("256,RGB", 1 << 24)):
                with self.subTest(features=features):
                    inside = PseudoTerminal(
                        [*tmux, "-T", features, "new-session",
                         f"env -u COLORTERM -u NO_COLOR {PROGRAM} --seed 3 --paused; read x"],
                        env={"SHELL": "/bin/sh"})
                    self.addCleanup(inside.close)
                    inside.wait_until(shows_call(1), "call 1")
                    inside.settle()
                    exact = re.search(rb"\x1b\[[34]8[:;]2[:;]\d", inside.output)
                    self.assertEqual(bool(exact), depth > 256)
                    subprocess.run([*tmux, "kill-server"], check=False)

    def test_no_colour_is_sent_that_the_terminal_has(self):
        for env in ({}, {"COLORTERM": "truecolor"}):
            terminal = self.open(env=env)
            self.press_many(terminal)
            has, sent, repeated = {}, 0, []
            for body in SGR.findall(bytes(terminal.output)):
                if body in (b"", b"0"):
                    has = {}
                elif body[:3] in (b"38;", b"48;"):
                    if has.get(body[:2]) == body:
                        repeated.append(body)
                    has[body[:2]] = body
                    sent += 1
            self.assertGreater(sent, 100)
            self.assertEqual(repeated, [])

    def test_only_ascii_where_the_locale_or_the_person_says_so(self):
        for arguments, env in (([], {"LC_ALL": "C"}), (["--ascii"], {})):
            terminal = self.open(*arguments, env=env)
            self.press_many(terminal)
            self.assertTrue(terminal.output.isascii())

    def test_in_utf_8_it_draws_blocks_and_lines(self):
        # Where no locale is named, as in a container, or one that is not installed, as over ssh.
        for env in ({}, {"LANG": ""}, {"LANG": "xx_YY.UTF-8"}):
            with self.subTest(env=env):
                terminal = self.open(env=env)
                for glyph in "│─█·":
                    self.assertIn(glyph, terminal.screen.text)


if __name__ == "__main__":
    unittest.main()
