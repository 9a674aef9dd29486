"""Every glyph that the screen draws takes one cell, as the C library counts; --ascii draws none but ASCII."""

import ctypes
import locale
import pathlib
import re
import unicodedata
import unittest

from program import needs_program, run

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "Sources"
# What is drawn, and what the doctor says on it.
DRAWN = ("Interface", "Terminal", "Doctor", "Sessions", "PlainText")


def glyphs():
    """All characters of the sources beyond ASCII, with all braille: a superset of what is drawn."""
    found = {chr(code) for code in range(0x2800, 0x2900)}
    for module in DRAWN:
        for path in (SOURCES / module).rglob("*.swift"):
            found |= {char for char in path.read_text(encoding="utf-8") if ord(char) > 0x7F}
    return found


class Widths(unittest.TestCase):
    def test_all_are_one_cell_wide(self):
        library = ctypes.CDLL(None)
        library.setlocale.restype = ctypes.c_char_p
        before = locale.setlocale(locale.LC_CTYPE)
        if library.setlocale(locale.LC_CTYPE, b"C.UTF-8") is None:
            self.skipTest("there is no locale C.UTF-8")
        try:
            wide = {char for char in glyphs() if library.wcwidth(ord(char)) != 1}
        finally:
            library.setlocale(locale.LC_CTYPE, before.encode())
        self.assertEqual(wide, set())

    def test_none_is_wide_or_combining_in_unicode(self):
        for char in glyphs():
            self.assertNotIn(unicodedata.east_asian_width(char), "WF", char)
            self.assertEqual(unicodedata.combining(char), 0, char)

    @needs_program
    def test_ascii_draws_ascii_in_every_view(self):
        said = run("frame", "--view", "none", "module").stderr
        views = re.search(r"it may be ([a-z, ]+?)(?: \(see|\n)", said)[1].split(" or ")
        self.assertGreater(len(views), 3)
        for view in views:
            for size in ("80x24", "200x60"):
                result = run("frame", "--view", view, "--ascii", "--size", size, "--color", "none")
                if result.returncode == 0:
                    self.assertTrue(result.stdout.isascii(), (view, size))


if __name__ == "__main__":
    unittest.main()
