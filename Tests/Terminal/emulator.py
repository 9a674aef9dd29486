"""A terminal that draws into memory: what ncurses writes under TERM=xterm-256color.

Feed it bytes, read it as text. It knows cursor addressing, erasing, inserting and deleting, scroll
regions, repeats, colours, the line-drawing character set, the alternate screen, tabs, autowrap,
and wide and combining characters. What it does not know it collects in `unknown`.
"""

import codecs
import unicodedata
from typing import NamedTuple


class Style(NamedTuple):
    """The look of a cell; colours are an index, an (r, g, b), or None for the default."""

    foreground: object = None
    background: object = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    blink: bool = False
    reverse: bool = False
    hidden: bool = False
    struck: bool = False


class Cell(NamedTuple):
    """A character and its marks; the right half of a wide one holds no text."""

    text: str = " "
    style: Style = Style()


PLAIN = Style()

# VT100's special graphics, for the characters from _ to ~.
GRAPHICS = dict(zip(map(chr, range(0x5F, 0x7F)), " ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·"))

SGR_ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 5: "blink", 7: "reverse", 8: "hidden",
          9: "struck"}
SGR_OFF = {22: ("bold", "dim"), 23: ("italic",), 24: ("underline",), 25: ("blink",),
           27: ("reverse",), 28: ("hidden",), 29: ("struck",)}


def width_of(character):
    """How many cells a character takes: 0, 1 or 2."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf") and character != "\u00ad":
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _as_seen(cell):
    """A blank without what shows on glyphs only: erasing leaves no foreground, printing does."""
    style = cell.style
    if cell.text != " " or style.underline or style.struck or style.reverse:
        return cell
    return Cell(" ", Style(background=style.background))


class Emulator:
    """A terminal of a size, in cells."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        # Sequences that are not understood, as text.
        self.unknown = []
        # How often the whole screen was erased, and how often the alternate screen was entered.
        self.clears = 0
        self.alternate_entries = 0
        # What the terminal would send back to the program.
        self.answers = b""
        # Whether it says which colours it is set to.
        self.tells_colors = False
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._state = self._ground
        self._reset()

    # What a test reads

    @property
    def text(self):
        """All rows, without blanks at their ends."""
        return "\n".join(self.rows())

    def rows(self):
        """The rows as text, without blanks at their ends."""
        return [self.row(y) for y in range(self.height)]

    def row(self, y):
        return "".join(cell.text for cell in self.cells[y]).rstrip()

    def cell(self, x, y):
        return self.cells[y][x]

    def snapshot(self):
        """Every cell as it looks, to compare."""
        return tuple(tuple(map(_as_seen, row)) for row in self.cells)

    @property
    def is_alternate(self):
        return self._primary is not None

    # What a test does

    def feed(self, data):
        """Takes bytes that the program wrote; sequences and characters may be cut anywhere."""
        for character in self._decoder.decode(data):
            self._state(character)

    def resize(self, width, height):
        """Cuts or pads at the right and the bottom, as xterm does without reflow."""
        self.width, self.height = width, height
        self.cells = self._fitted(self.cells)
        if self._primary is not None:
            cells, *rest = self._primary
            self._primary = (self._fitted(cells), *rest)
        self.top, self.bottom = 0, height - 1
        self.x, self.y = min(self.x, width - 1), min(self.y, height - 1)
        self._wrap_pending = False
        self._tabs |= set(range(0, width, 8))

    def _fitted(self, cells):
        rows = [row[: self.width] + [Cell()] * (self.width - len(row)) for row in cells]
        rows = rows[: self.height]
        rows += [[Cell()] * self.width for _ in range(self.height - len(rows))]
        for row in rows:
            # A wide character cut in half is gone.
            if row and len(row[-1].text) and width_of(row[-1].text[0]) == 2:
                row[-1] = Cell()
        return rows

    def _reset(self):
        self.cells = [[Cell()] * self.width for _ in range(self.height)]
        self.x = self.y = 0
        self.top, self.bottom = 0, self.height - 1
        self.style = PLAIN
        self.cursor_is_visible = True
        self._primary = None
        self._saved = None
        self._wrap_pending = False
        self._tabs = set(range(0, self.width, 8))
        self._charsets = ["B", "B"]
        self._shift = 0
        self._last = " "
        # Private modes that are set; autowrap and a visible cursor are at the start.
        self.modes = {7, 25}
        self.inserts = False
        self.keypad_is_application = False

    # The parser: one method a state

    def _ground(self, character):
        code = ord(character)
        if character == "\x1b":
            self._state = self._escape
        elif code < 0x20 or code == 0x7F:
            self._control(character)
        else:
            self._print(character)

    def _control(self, character):
        if character == "\r":
            self._move(0, self.y)
        elif character in "\n\v\f":
            self._index()
        elif character == "\b":
            self._move(max(0, self.x - 1), self.y)
        elif character == "\t":
            self._tab(1)
        elif character == "\x0e":
            self._shift = 1
        elif character == "\x0f":
            self._shift = 0
        elif character not in "\0\a\x7f":
            self.unknown.append(repr(character))

    def _escape(self, character):
        self._state = self._ground
        if character == "[":
            self._sequence = ""
            self._state = self._csi
        elif character in "]P_^X":
            self._text = character
            self._state = self._string
        elif character in "()":
            self._slot = "()".index(character)
            self._state = self._charset
        elif character in "*+-./#%":
            self._state = self._ignored
        elif character == "7":
            self._save_cursor()
        elif character == "8":
            self._restore_cursor()
        elif character == "D":
            self._index()
        elif character == "E":
            self._move(0, self.y)
            self._index()
        elif character == "M":
            self._reverse_index()
        elif character == "H":
            self._tabs.add(self.x)
        elif character == "c":
            self._reset()
        elif character in "=>":
            self.keypad_is_application = character == "="
        elif character == "\x1b":
            self._state = self._escape
        elif character != "\\":
            self.unknown.append("ESC " + character)

    def _charset(self, character):
        self._charsets[self._slot] = character
        self._state = self._ground

    def _ignored(self, _):
        self._state = self._ground

    def _string(self, character):
        # Titles, palettes and the like end with BEL or ESC \.
        if character == "\a":
            self._state = self._ground
        elif character == "\x1b":
            self._state = self._escape
            if self._text == "P$qm" and self.tells_colors:
                ground = self.style.background
                told = ";48:2::" + ":".join(map(str, ground)) if isinstance(ground, tuple) else ""
                self.answers += f"\x1bP1$r0{told}m\x1b\\".encode()
        else:
            self._text += character

    def _csi(self, character):
        if character == "\x1b":
            self._state = self._escape
        elif ord(character) < 0x20:
            self._control(character)
        elif "\x40" <= character <= "\x7e":
            self._state = self._ground
            self._run_csi(self._sequence, character)
        else:
            self._sequence += character

    def _run_csi(self, body, final):
        prefix = body[:1] if body[:1] in ("?", ">", "<", "=") else ""
        digits = body[len(prefix):]
        while digits and digits[-1] in " !\"#$%&'*+":
            final = digits[-1] + final
            digits = digits[:-1]
        if final == "m" and not prefix:
            return self._sgr(digits)
        try:
            numbers = [int(part) if part else None for part in digits.split(";")]
        except ValueError:
            self.unknown.append(f"CSI {body}{final}")
            return None
        action = self._ACTIONS.get(prefix + final)
        if action is None:
            self.unknown.append(f"CSI {body}{final}")
        else:
            action(self, numbers)
        return None

    # Printing

    def _print(self, character):
        if self._charsets[self._shift] == "0":
            character = GRAPHICS.get(character, character)
        width = width_of(character)
        if width == 0:
            return self._combine(character)
        self._last = character
        if self._wrap_pending or (width == 2 and self.x == self.width - 1 and 7 in self.modes):
            self._move(0, self.y)
            self._index()
        if width > self.width - self.x:
            return None
        if self.inserts:
            self._insert_blanks(width)
        self._put(self.x, Cell(character, self.style))
        if width == 2:
            self._put(self.x + 1, Cell("", self.style))
            # Putting the right half took the left one for a half that lost its other.
            self.cells[self.y][self.x] = Cell(character, self.style)
        if self.x + width >= self.width:
            self.x = self.width - 1
            self._wrap_pending = 7 in self.modes
        else:
            self.x += width
        return None

    def _combine(self, mark):
        x = self.x if self._wrap_pending else self.x - 1
        row = self.cells[self.y]
        if x > 0 and row[x].text == "":
            x -= 1
        if x >= 0:
            row[x] = row[x]._replace(text=row[x].text + mark)

    def _put(self, x, cell):
        """Puts a cell; a wide character that loses one half loses the other too."""
        row = self.cells[self.y]
        if row[x].text == "" and x > 0:
            row[x - 1] = row[x - 1]._replace(text=" ")
        if x + 1 < self.width and row[x + 1].text == "":
            row[x + 1] = row[x + 1]._replace(text=" ")
        row[x] = cell

    # Moving

    def _move(self, x, y):
        self.x = min(max(x, 0), self.width - 1)
        self.y = min(max(y, 0), self.height - 1)
        self._wrap_pending = False

    def _move_vertically(self, by):
        # Up and down stop at the margins when they start inside them.
        low = self.top if self.y >= self.top else 0
        high = self.bottom if self.y <= self.bottom else self.height - 1
        self._move(self.x, min(max(self.y + by, low), high))

    def _tab(self, count):
        x = self.x
        for _ in range(abs(count)):
            if count > 0:
                x = min((stop for stop in self._tabs if stop > x), default=self.width - 1)
            else:
                x = max((stop for stop in self._tabs if stop < x), default=0)
        self._move(x, self.y)

    def _index(self):
        self._wrap_pending = False
        if self.y == self.bottom:
            self._scroll(1, self.top)
        elif self.y < self.height - 1:
            self.y += 1

    def _reverse_index(self):
        self._wrap_pending = False
        if self.y == self.top:
            self._scroll(-1, self.top)
        elif self.y > 0:
            self.y -= 1

    def _scroll(self, count, top):
        """Moves the rows from `top` to the bottom margin up, or down for a negative count."""
        region = self.cells[top : self.bottom + 1]
        size = min(abs(count), len(region))
        blank = [self._blank_row() for _ in range(size)]
        region = region[size:] + blank if count > 0 else blank + region[: len(region) - size]
        self.cells[top : self.bottom + 1] = region

    def _blank(self):
        # Erased cells take the background colour (bce).
        return Cell(" ", Style(background=self.style.background))

    def _blank_row(self):
        return [self._blank()] * self.width

    # Erasing, inserting, deleting

    def _erase(self, y, start, end):
        keep, self.y = self.y, y
        for x in range(max(start, 0), min(end, self.width)):
            self._put(x, self._blank())
        self.y = keep

    def _erase_display(self, numbers):
        mode = numbers[0] or 0
        self._wrap_pending = False
        if mode == 0:
            self._erase(self.y, self.x, self.width)
            rows = range(self.y + 1, self.height)
            self.clears += self.x == self.y == 0
        elif mode == 1:
            self._erase(self.y, 0, self.x + 1)
            rows = range(self.y)
        elif mode == 2:
            rows = range(self.height)
            self.clears += 1
        else:
            rows = range(0)
        for y in rows:
            self.cells[y] = self._blank_row()

    def _erase_line(self, numbers):
        mode = numbers[0] or 0
        self._wrap_pending = False
        start = self.x if mode == 0 else 0
        self._erase(self.y, start, self.x + 1 if mode == 1 else self.width)

    def _insert_blanks(self, count):
        row = self.cells[self.y]
        count = min(count, self.width - self.x)
        self.cells[self.y] = (row[: self.x] + [self._blank()] * count + row[self.x :])[: self.width]

    def _delete_cells(self, count):
        row = self.cells[self.y]
        count = min(count, self.width - self.x)
        self.cells[self.y] = row[: self.x] + row[self.x + count :] + [self._blank()] * count

    def _insert_lines(self, count):
        if self.top <= self.y <= self.bottom:
            self._scroll(count, self.y)
            self._move(0, self.y)

    # Modes and state

    def _set_region(self, numbers):
        top = (numbers[0] or 1) - 1
        bottom = (numbers[1] if len(numbers) > 1 and numbers[1] else self.height) - 1
        bottom = min(bottom, self.height - 1)
        if top < bottom:
            self.top, self.bottom = top, bottom
            self._move(0, 0)

    def _save_cursor(self):
        self._saved = (self.x, self.y, self.style, list(self._charsets), self._shift)

    def _restore_cursor(self):
        x, y, self.style, charsets, self._shift = self._saved or (0, 0, PLAIN, ["B", "B"], 0)
        self._charsets = list(charsets)
        self._move(x, y)

    def _set_modes(self, numbers, on):
        for number in numbers:
            (self.modes.add if on else self.modes.discard)(number)
            if number == 25:
                self.cursor_is_visible = on
            elif number in (47, 1047, 1049):
                self._switch_screen(on, saves_cursor=number == 1049)

    def _switch_screen(self, to_alternate, saves_cursor):
        if to_alternate == self.is_alternate:
            return
        if to_alternate:
            self.alternate_entries += 1
            if saves_cursor:
                self._save_cursor()
            self._primary = (self.cells, self._saved)
            self.cells = [[Cell()] * self.width for _ in range(self.height)]
        else:
            self.cells, self._saved = self._primary
            self._primary = None
            if saves_cursor:
                self._restore_cursor()

    def _set_insert(self, numbers, on):
        if 4 in numbers:
            self.inserts = on

    def _clear_tabs(self, numbers):
        if numbers[0] == 3:
            self._tabs.clear()
        else:
            self._tabs.discard(self.x)

    def _soft_reset(self):
        self.top, self.bottom = 0, self.height - 1
        self.style = PLAIN
        self._charsets, self._shift = ["B", "B"], 0
        self.inserts = False
        self._set_modes([25], True)

    def _report(self, numbers):
        if numbers[0] == 6:
            self.answers += f"\x1b[{self.y + 1};{self.x + 1}R".encode()
        elif numbers[0] == 5:
            self.answers += b"\x1b[0n"

    def _identify(self):
        self.answers += b"\x1b[?62;22c"

    def _repeat(self, count):
        for _ in range(min(count, self.width * self.height)):
            self._put_again(self._last)

    def _put_again(self, character):
        # It stands for what was drawn, so the character set has had its say.
        charsets, self._charsets = self._charsets, ["B", "B"]
        self._print(character)
        self._charsets = charsets

    # Colours

    def _sgr(self, digits):
        parts = [part.split(":") for part in digits.split(";")]
        position = 0
        while position < len(parts):
            part = parts[position]
            position += 1
            code = int(part[0] or 0)
            if code in (38, 48):
                if len(part) > 1:
                    arguments = [int(text or 0) for text in part[1:]]
                    # 38:2::r:g:b has a colour space that nobody gives.
                    color = self._color([arguments[0], *arguments[-3:]]
                                        if arguments[0] == 2 else arguments)[0]
                else:
                    rest = [int(p[0] or 0) for p in parts[position : position + 4]]
                    color, used = self._color(rest)
                    position += used
                self._set_color(code == 48, color)
            else:
                self._set_attribute(code)

    @staticmethod
    def _color(arguments):
        """A colour and how many arguments it took."""
        if arguments[:1] == [5] and len(arguments) > 1:
            return arguments[1], 2
        if arguments[:1] == [2] and len(arguments) > 3:
            return tuple(arguments[1:4]), 4
        return None, len(arguments)

    def _set_color(self, is_background, color):
        field = "background" if is_background else "foreground"
        self.style = self.style._replace(**{field: color})

    def _set_attribute(self, code):
        if code == 0:
            self.style = PLAIN
        elif code in SGR_ON:
            self.style = self.style._replace(**{SGR_ON[code]: True})
        elif code in SGR_OFF:
            self.style = self.style._replace(**dict.fromkeys(SGR_OFF[code], False))
        elif code == 21:
            self.style = self.style._replace(underline=True)
        elif 30 <= code <= 37 or 90 <= code <= 97:
            self._set_color(False, code - 30 if code < 90 else code - 82)
        elif 40 <= code <= 47 or 100 <= code <= 107:
            self._set_color(True, code - 40 if code < 100 else code - 92)
        elif code in (39, 49):
            self._set_color(code == 49, None)
        else:
            self.unknown.append(f"SGR {code}")

    # `n[0] or 1`: a missing number and 0 both mean 1.
    _ACTIONS = {
        "@": lambda self, n: self._insert_blanks(n[0] or 1),
        "A": lambda self, n: self._move_vertically(-(n[0] or 1)),
        "B": lambda self, n: self._move_vertically(n[0] or 1),
        "C": lambda self, n: self._move(self.x + (n[0] or 1), self.y),
        "D": lambda self, n: self._move(self.x - (n[0] or 1), self.y),
        "E": lambda self, n: (self._move_vertically(n[0] or 1), self._move(0, self.y)),
        "F": lambda self, n: (self._move_vertically(-(n[0] or 1)), self._move(0, self.y)),
        "G": lambda self, n: self._move((n[0] or 1) - 1, self.y),
        "`": lambda self, n: self._move((n[0] or 1) - 1, self.y),
        "H": lambda self, n: self._move(
            ((n[1] if len(n) > 1 else None) or 1) - 1, (n[0] or 1) - 1),
        "f": lambda self, n: self._move(
            ((n[1] if len(n) > 1 else None) or 1) - 1, (n[0] or 1) - 1),
        "I": lambda self, n: self._tab(n[0] or 1),
        "J": lambda self, n: self._erase_display(n),
        "K": lambda self, n: self._erase_line(n),
        "L": lambda self, n: self._insert_lines(-(n[0] or 1)),
        "M": lambda self, n: self._insert_lines(n[0] or 1),
        "P": lambda self, n: self._delete_cells(n[0] or 1),
        "S": lambda self, n: self._scroll(n[0] or 1, self.top),
        "T": lambda self, n: self._scroll(-(n[0] or 1), self.top),
        "X": lambda self, n: self._erase(self.y, self.x, self.x + (n[0] or 1)),
        "Z": lambda self, n: self._tab(-(n[0] or 1)),
        "b": lambda self, n: self._repeat(n[0] or 1),
        "c": lambda self, n: self._identify(),
        "d": lambda self, n: self._move(self.x, (n[0] or 1) - 1),
        "g": lambda self, n: self._clear_tabs(n),
        "h": lambda self, n: self._set_insert(n, True),
        "l": lambda self, n: self._set_insert(n, False),
        "n": lambda self, n: self._report(n),
        "r": lambda self, n: self._set_region(n),
        "s": lambda self, n: self._save_cursor(),
        "t": lambda self, n: None,  # Window titles and sizes.
        "u": lambda self, n: self._restore_cursor(),
        "!p": lambda self, n: self._soft_reset(),
        " q": lambda self, n: None,  # The cursor's shape.
        "?h": lambda self, n: self._set_modes(n, True),
        "?l": lambda self, n: self._set_modes(n, False),
        ">c": lambda self, n: None,
        ">m": lambda self, n: None,  # How modified keys are reported.
    }
