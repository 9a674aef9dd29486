"""What is typed without a command: a log to open, a slip, a file of another kind; and how it ends."""

import subprocess
import unittest

from program import BAD_INPUT, BAD_USAGE, PROGRAM, needs_program, run
from recorded import CALLS, ReplayTest, is_at


@needs_program
class Opening(ReplayTest):
    def test_a_log_opens_the_screen_with_options_on_either_side(self):
        for arguments in ((self.log, "--paused"), ("--paused", self.log),
                          ("--theme", "okabe-dark", "--paused", self.log)):
            with self.subTest(arguments):
                terminal = self.start(*arguments)
                terminal.wait_until(is_at(1, CALLS), "call 1")
                terminal.press("q")
                self.assertEqual(terminal.wait_exit(), 0)
                self.assert_restored(terminal)

    def test_options_of_replay_are_taken(self):
        terminal = self.start(self.log, "--paused", "--call", "250")
        terminal.wait_until(is_at(250, CALLS), "call 250")
        frame = run(self.log, "--frames", 1, "--call", 7, "--size", "80x24")
        self.assertEqual((frame.returncode, frame.stderr), (0, ""))
        self.assertIn(f"call 7 of {CALLS}", frame.stdout)


@needs_program
class Refusals(unittest.TestCase):
    def refused(self, code, *arguments):
        result = run(*arguments)
        told = f"{arguments}: exit {result.returncode}, stderr:\n{result.stderr}"
        self.assertEqual((result.returncode, result.stdout), (code, ""), told)
        self.assertEqual(len(result.stderr.splitlines()), 1, told)
        self.assertTrue(result.stderr.strip().isprintable(), told)
        self.assertTrue(result.stderr.startswith("dropscope: "), told)
        return result.stderr

    def test_a_slip_names_the_command_that_was_meant(self):
        for typed, meant in (("repaly", "replay"), ("identfy", "identify"), ("digts", "digits")):
            says = self.refused(BAD_USAGE, typed, "x")
            self.assertIn(f"'{typed}' is no command, preset or file; did you mean {meant}?", says)
            self.assertIn("commands are screen, run, replay,", says)

    def test_a_word_from_anywhere_reaches_no_terminal_as_it_is(self):
        self.assertIn("no command", self.refused(BAD_USAGE, "\x1b[31mred\u202e"))
        self.assertIn("cannot read", self.refused(BAD_INPUT, "\x1b[31m/red.jsonl"))

    def test_a_log_that_is_not_there_is_bad_input(self):
        self.assertIn("nolog.jsonl: No such file", self.refused(BAD_INPUT, "nolog.jsonl", "--paused"))

    def test_other_files_are_told_what_to_do_with_them(self):
        for name, way in (("net.pt", "dropscope --weights net.safetensors"),
                          ("net.ckpt", "s.save_file(torch.load('net.ckpt', weights_only=True)"),
                          ("net.safetensors", "dropscope --weights net.safetensors"),
                          ("x.npy", "dropscope identify --rate 0.5 x.npy"),
                          ("x.csv", "dropscope --input x.csv"),
                          ("d.jsonl.gz", "zcat d.jsonl.gz | dropscope check -")):
            self.assertIn(way, self.refused(BAD_INPUT, name, "--paused"))

    def test_usage_points_to_the_help_of_its_command(self):
        for arguments, help_of in ((("run",), "dropscope run --help"),
                                   (("show", "x.jsonl", "--cal", 3), "dropscope show --help"),
                                   (("digits", "--sped", 3), "dropscope --help"),
                                   (("x.jsonl", "--rate", 0.5), "dropscope replay --help")):
            self.assertIn(f"(see {help_of})", self.refused(BAD_USAGE, *arguments))

    def test_what_may_stand_in_a_place_is_a_list_in_one_line(self):
        says = self.refused(BAD_USAGE, "run", "--calls", 1, "--scenario", "luck")
        self.assertRegex(says, r": forgot-eval, [a-z, -]+, variance-shift \(see dropscope run --help\)")

    def test_arguments_arrive_where_there_is_no_proc(self):
        hidden = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /proc && exec "$@"', "sh"]
        try:
            if subprocess.run([*hidden, "true"], capture_output=True, check=False).returncode != 0:
                self.skipTest("no mounts of one's own here")
        except FileNotFoundError:
            self.skipTest("no unshare here")
        result = subprocess.run([*hidden, PROGRAM, "show", "nothing.jsonl"], capture_output=True, text=True,
                                check=False)
        self.assertEqual(result.returncode, BAD_INPUT, result.stderr)
        self.assertIn("nothing.jsonl: No such file", result.stderr)

    def test_a_log_in_the_place_of_a_preset_is_told_its_option(self):
        says = self.refused(BAD_USAGE, "frame", __file__)
        self.assertIn(f"a session log is named with --session {__file__} (see", says)

    def test_a_misspelt_option_is_named_and_not_what_stands_behind_it(self):
        says = self.refused(BAD_USAGE, "run", "--calls", 1, "--sed", 3)
        self.assertIn("unknown option '--sed'. Did you mean '--seed'?", says)


if __name__ == "__main__":
    unittest.main()
