"""The emulator against what terminals do, and against what ncurses makes of it."""

import os
import sys
import unittest

from emulator import Cell, Emulator, Style
from program import needs
from pseudo_terminal import PseudoTerminal


def drawn(data, width=10, height=4):
    terminal = Emulator(width, height)
    terminal.feed(data.encode() if isinstance(data, str) else data)
    return terminal


class Printing(unittest.TestCase):
    def test_text_wraps_only_when_more_follows(self):
        terminal = drawn("0123456789")
        self.assertEqual((terminal.x, terminal.y), (9, 0))
        terminal.feed(b"a")
        self.assertEqual(terminal.rows(), ["0123456789", "a", "", ""])

    def test_a_carriage_return_takes_a_pending_wrap_back(self):
        self.assertEqual(drawn("0123456789\rx").row(0), "x123456789")

    def test_without_autowrap_the_last_column_is_overwritten(self):
        self.assertEqual(drawn("\x1b[?7l0123456789ab").rows(), ["012345678b", "", "", ""])

    def test_characters_and_sequences_may_be_cut_anywhere(self):
        whole = "\x1b[2;3H▒█\x1b[38;5;200m─é".encode()
        for cut in range(len(whole)):
            terminal = drawn(whole[:cut])
            terminal.feed(whole[cut:])
            self.assertEqual(terminal.snapshot(), drawn(whole).snapshot(), cut)

    def test_wide_characters_take_two_cells_and_combining_ones_none(self):
        terminal = drawn("a漢e\u0301b")
        self.assertEqual([c.text for c in terminal.cells[0][:5]], ["a", "漢", "", "e\u0301", "b"])

    def test_half_a_wide_character_is_a_blank(self):
        self.assertEqual(drawn("漢\x1b[1;2Hx").row(0), " x")
        self.assertEqual(drawn("漢\x1b[1;1Hx").row(0), "x")
        self.assertEqual(drawn("漢漢\x1b[1;2H字").row(0), " 字")

    def test_a_wide_character_that_does_not_fit_wraps(self):
        self.assertEqual(drawn("012345678漢").rows()[:2], ["012345678", "漢"])

    def test_repeat_draws_the_last_character_again(self):
        self.assertEqual(drawn("█\x1b[4bx").row(0), "█████x")
        self.assertEqual(drawn("\x1b(0q\x1b(B\x1b[3b").row(0), "────")

    def test_line_drawing_characters(self):
        self.assertEqual(drawn("\x1b(0lqqk\x1b(Bq").row(0), "┌──┐q")
        self.assertEqual(drawn("\x1b)0\x0ex\x0fx").row(0), "│x")


class Moving(unittest.TestCase):
    def test_absolute_and_relative_moves(self):
        self.assertEqual(drawn("\x1b[2;3Ha\x1b[4db\x1b[1Gc\x1b[2Ad\x1b[3Ce").rows(),
                         ["", " da  e", "", "c  b"])

    def test_moves_stop_at_the_edges(self):
        terminal = drawn("\x1b[99;99H")
        self.assertEqual((terminal.x, terminal.y), (9, 3))
        terminal.feed(b"\x1b[99A\x1b[99D")
        self.assertEqual((terminal.x, terminal.y), (0, 0))

    def test_tabs_forth_and_back(self):
        terminal = drawn("a\tb\x1b[Zc", width=20)
        self.assertEqual(terminal.row(0), "a       c")
        self.assertEqual(drawn("\t\t\t", width=20).x, 19)

    def test_a_line_feed_at_the_bottom_scrolls(self):
        self.assertEqual(drawn("a\r\nb\r\nc\r\nd\r\ne").rows(), ["b", "c", "d", "e"])

    def test_only_the_region_scrolls(self):
        lines = "a\r\nb\r\nc\r\nd\x1b[2;3r"
        self.assertEqual(drawn(lines + "\x1b[3;1H\n").rows(), ["a", "c", "", "d"])
        self.assertEqual(drawn(lines + "\x1b[2;1H\x1bM").rows(), ["a", "", "b", "d"])
        self.assertEqual(drawn(lines + "\x1b[S").rows(), ["a", "c", "", "d"])
        self.assertEqual(drawn(lines + "\x1b[T").rows(), ["a", "", "b", "d"])

    def test_the_cursor_is_saved_with_its_style(self):
        terminal = drawn("\x1b[2;2H\x1b[1m\x1b7\x1b[0m\x1b[H\x1b8x")
        self.assertEqual(terminal.cell(1, 1), Cell("x", Style(bold=True)))


class Erasing(unittest.TestCase):
    FULL = "aaaa\r\nbbbb\r\ncccc\r\ndddd"

    def test_parts_of_a_line(self):
        for mode, left in (("", "b"), ("1", "  bb"), ("2", "")):
            terminal = drawn(self.FULL + f"\x1b[2;2H\x1b[{mode}K")
            self.assertEqual(terminal.row(1), left)

    def test_parts_of_the_display(self):
        for mode, left in (("", ["aaaa", "b", "", ""]), ("1", ["", "  bb", "cccc", "dddd"]),
                           ("2", [""] * 4)):
            self.assertEqual(drawn(self.FULL + f"\x1b[2;2H\x1b[{mode}J").rows(), left)

    def test_clears_are_counted(self):
        self.assertEqual(drawn("\x1b[H\x1b[2J\x1b[H\x1b[J\x1b[2;1H\x1b[J").clears, 2)

    def test_characters(self):
        self.assertEqual(drawn("abcdef\x1b[1;2H\x1b[2X").row(0), "a  def")
        self.assertEqual(drawn("abcdef\x1b[1;2H\x1b[2P").row(0), "adef")
        self.assertEqual(drawn("abcdef\x1b[1;2H\x1b[2@").row(0), "a  bcdef")
        self.assertEqual(drawn("abcdef\x1b[1;2H\x1b[4hxy\x1b[4l").row(0), "axybcdef")

    def test_lines(self):
        self.assertEqual(drawn(self.FULL + "\x1b[2;1H\x1b[L").rows(), ["aaaa", "", "bbbb", "cccc"])
        self.assertEqual(drawn(self.FULL + "\x1b[2;1H\x1b[2M").rows(), ["aaaa", "dddd", "", ""])

    def test_erased_cells_take_the_background(self):
        terminal = drawn("\x1b[1;44m\x1b[2J")
        self.assertEqual(terminal.cell(5, 2), Cell(" ", Style(background=4)))


class Looking(unittest.TestCase):
    def style(self, sequence):
        return drawn(sequence + "x").cell(0, 0).style

    def test_colours_of_every_depth(self):
        self.assertEqual(self.style("\x1b[31;42m"), Style(foreground=1, background=2))
        self.assertEqual(self.style("\x1b[97;100m"), Style(foreground=15, background=8))
        self.assertEqual(self.style("\x1b[38;5;200;48;5;17m"), Style(200, 17))
        self.assertEqual(self.style("\x1b[38;2;1;2;3m"), Style((1, 2, 3)))
        self.assertEqual(self.style("\x1b[38:2::1:2:3;1m"), Style((1, 2, 3), bold=True))
        self.assertEqual(self.style("\x1b[31m\x1b[39;49m"), Style())

    def test_attributes_on_and_off(self):
        self.assertEqual(self.style("\x1b[1;2;4;7m"),
                         Style(bold=True, dim=True, underline=True, reverse=True))
        self.assertEqual(self.style("\x1b[1;2;4;7m\x1b[22;24m"), Style(reverse=True))
        self.assertEqual(self.style("\x1b[1;7m\x1b(B\x1b[m"), Style())

    def test_the_alternate_screen_gives_the_first_one_back(self):
        terminal = drawn("ab\x1b[?1049h\x1b[22;0;0t\x1b[H\x1b[2Jfull\x1b[?25l")
        self.assertTrue(terminal.is_alternate)
        self.assertFalse(terminal.cursor_is_visible)
        self.assertEqual(terminal.row(0), "full")
        terminal.feed(b"\x1b[?12l\x1b[?25h\x1b[?1049l\x1b[23;0;0tc")
        self.assertFalse(terminal.is_alternate)
        self.assertTrue(terminal.cursor_is_visible)
        self.assertEqual(terminal.rows(), ["abc", "", "", ""])

    def test_a_resize_cuts_and_pads(self):
        terminal = drawn("0123456789\r\n漢")
        terminal.resize(1, 3)
        self.assertEqual(terminal.rows(), ["0", "", ""])
        terminal.resize(4, 1)
        self.assertEqual(terminal.rows(), ["0"])

    def test_titles_are_no_text_and_the_unknown_is_collected(self):
        terminal = drawn("\x1b]0;title\x07a\x1b]2;t\x1b\\b\x1b[5yc")
        self.assertEqual(terminal.row(0), "abc")
        self.assertEqual(terminal.unknown, ["CSI 5y"])

    def test_a_snapshot_is_what_one_sees(self):
        self.assertEqual(drawn("\x1b[1;31ma ").snapshot(), drawn("\x1b[1;31ma\x1b[m ").snapshot())
        self.assertNotEqual(drawn("\x1b[7;31m ").snapshot(), drawn("\x1b[7m ").snapshot())
        self.assertNotEqual(drawn("\x1b[41m ").snapshot(), drawn(" ").snapshot())

    def test_questions_are_answered(self):
        self.assertEqual(drawn("\x1b[2;3H\x1b[6n").answers, b"\x1b[2;3R")


CURSES_PROGRAM = """
import curses, locale, random
locale.setlocale(locale.LC_ALL, "")
def main(window):
    chance = random.Random(7)
    curses.use_default_colors()
    for pair in range(1, 9):
        curses.init_pair(pair, chance.randrange(256), chance.randrange(256))
    window.scrollok(False)
    window.idlok(True)
    window.idcok(True)
    curses.curs_set(0)
    height, width = window.getmaxyx()
    for frame in range(60):
        kind = frame % 6
        if kind == 3: window.erase()
        if kind == 4: window.move(chance.randrange(height), 0); window.deleteln()
        if kind == 5: window.move(chance.randrange(height), 0); window.insertln()
        for _ in range(chance.randrange(60)):
            x, y = chance.randrange(width - 12), chance.randrange(height - 1)
            text = chance.choice("█▒·─ax ") * chance.randrange(1, 7)
            style = chance.choice([0, curses.A_BOLD, curses.A_DIM, curses.A_REVERSE])
            window.addstr(y, x, text, curses.color_pair(chance.randrange(9)) | style)
        if kind == 2: window.attrset(0); window.border()
        window.refresh()
    # What curses holds to be on the screen, drawn anew after a clear.
    while window.getch() != ord("q"):
        window.redrawwin()
        window.clearok(True)
        window.refresh()
curses.wrapper(main)
"""

try:
    import curses  # noqa: F401
    HAS_CURSES = True
except ImportError:
    HAS_CURSES = False


@needs(HAS_CURSES, "the emulator beside curses, which this Python has not")
class AgainstCurses(unittest.TestCase):
    def test_what_was_drawn_in_steps_is_what_a_full_repaint_draws(self):
        for size in ((40, 12), (120, 40)):
            with PseudoTerminal([sys.executable, "-c", CURSES_PROGRAM], size=size) as terminal:
                terminal.wait_until(lambda screen: screen.is_alternate, "the alternate screen")
                terminal.settle()
                stepwise = terminal.screen.snapshot()
                clears = terminal.screen.clears
                terminal.press("x")
                terminal.wait_until(lambda screen: screen.clears > clears, "a full repaint")
                terminal.settle()
                self.assertEqual(terminal.screen.snapshot(), stepwise)
                terminal.press("q")
                self.assertEqual(terminal.wait_exit(), 0)
                self.assertEqual(terminal.screen.unknown, [])
                self.assertFalse(terminal.screen.is_alternate)
                self.assertTrue(terminal.screen.cursor_is_visible)


if __name__ == "__main__":
    unittest.main()
