"""Pictures and pages: frame --format svg, report, show --markdown, replay --cast."""

import html.parser
import json
import os
import random
import re
import unittest
import xml.etree.ElementTree

from open_logs import FAULTS, faulty, log
from program import BAD_INPUT, BAD_USAGE, needs_program, run
from sample_logs import LogTest

SVG = "{http://www.w3.org/2000/svg}"
# What a frame's picture may be made of.
FRAME = {
    "svg": {"width", "height", "viewBox", "role"}, "title": set(),
    "rect": {"x", "y", "width", "height", "rx", "fill"},
    "path": {"fill", "d", "stroke"},
    "g": {"fill", "stroke-width", "stroke-linecap", "font-family", "font-size", "font-weight",
          "text-decoration"},
    "text": {"x", "y", "textLength", "lengthAdjust"},
}
# What a report may be made of, beside class, which all have.
PAGE = {
    "html": {"lang"}, "head": set(), "body": set(), "main": set(), "title": set(), "style": set(),
    "meta": {"charset", "name", "content", "http-equiv"},
    "article": set(), "section": set(), "header": set(), "footer": set(), "div": set(),
    "figure": set(), "figcaption": set(), "details": {"open"}, "summary": set(),
    "h1": set(), "h2": set(), "h3": set(), "p": set(), "span": set(), "b": set(), "br": set(),
    "code": set(), "small": set(), "dl": set(), "dt": set(), "dd": set(), "table": set(),
    "tr": set(), "th": set(), "td": set(),
    "svg": {"viewbox", "role", "style", "preserveaspectratio", "aria-hidden"}, "path": {"d"},
}
OPEN = {"meta", "br"}
CLASSES = re.compile(r"[a-z0-9 -]*\Z")
NUMBERS = re.compile(r"[MmLHVhvz0-9 .-]*\Z")


class Page(html.parser.HTMLParser):
    """Fails where a page holds anything that the program does not write."""

    def __init__(self, test):
        super().__init__(convert_charrefs=True)
        self.test, self.open, self.words, self.counts = test, [], [], {}

    def handle_starttag(self, tag, attrs):
        self.test.assertIn(tag, PAGE, attrs)
        self.counts[tag] = self.counts.get(tag, 0) + 1
        for name, value in attrs:
            if name == "class":
                self.test.assertRegex(value, CLASSES)
                continue
            self.test.assertIn(name, PAGE[tag], (tag, attrs))
            if name == "d":
                self.test.assertRegex(value, NUMBERS)
            if name == "style":
                self.test.assertRegex(value, r"\Aaspect-ratio:\d+/\d+;max-width:\d+px\Z")
        if tag not in OPEN:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.test.assertEqual(tag, "path")
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        self.test.assertEqual(tag, self.open.pop())

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    def handle_comment(self, data):
        self.test.fail(f"a comment: {data}")

    def handle_decl(self, decl):
        self.test.assertEqual(decl, "DOCTYPE html")

    def handle_pi(self, data):
        self.test.fail(f"an instruction: {data}")

    def unknown_decl(self, data):
        self.test.fail(f"a declaration: {data}")


def parsed(test, text):
    page = Page(test)
    page.feed(text)
    page.close()
    test.assertEqual(page.open, [])
    return page


PIECES = [
    "<script>alert(1)</script>", "\"", "'", "<", ">", "&", "&lt;", "&#60;", "</title>", "</style>",
    "</svg>", "-->", "<!--", "]]>", "<![CDATA[", "<?x", "\" onload=\"x", "' onclick='x", "\\u003c",
    "javascript:x", "`", "|", "[x](http://y)", "![x](http://y)", "**", "\x00", "\x1b[2J", "\u202e",
    "\u2028", "\ufeff", "\U0001f600", "<img src=x onerror=y>", "\t", "\r", "=", "/", "<svg/onload=x>",
    "\\", "~~~", "```", "#", "@everyone", "<details>", "<br>", "--!>", "<a href=//x>",
]


def hostile(chance):
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 5)))


def poisoned(value, chance, names):
    """The same record with every text in it a hostile one, but for what gives it its form."""
    if isinstance(value, dict):
        return {key: item if key in ("t", "phase", "mode", "mask", "rng", "digest", "dead",
                                     "zero_units", "chain", "dialect", "kind")
                else poisoned(item, chance, names) for key, item in value.items()}
    if isinstance(value, list):
        return [poisoned(item, chance, names) for item in value]
    if isinstance(value, str):
        return names.setdefault(value, hostile(chance) + str(len(names)))
    return value


@needs_program
class Frames(LogTest):
    def picture(self, *arguments, **options):
        text = self.well("frame", "--format", "svg", *arguments, **options)
        root = xml.etree.ElementTree.fromstring(text)
        for element in root.iter():
            name = element.tag.removeprefix(SVG)
            self.assertIn(name, FRAME)
            self.assertLessEqual(set(element.attrib), FRAME[name], name)
        return root

    def test_texts_stand_at_their_cells_in_all_views(self):
        path = self.log("digits")
        for view in ("masks", "layers", "findings"):
            for size in ("80x24", "120x40", "200x60", "31x7"):
                for more in ([], ["--ascii"], ["--color", "16"]):
                    with self.subTest(view=view, size=size, more=more):
                        where = ("--session", path, "--call", 30, "--view", view, "--size", size)
                        root = self.picture(*where, *more)
                        plain = self.well("frame", "--format", "text", *where,
                                          *[word for word in more if word == "--ascii"])
                        if "16" not in more:
                            self.compare(root, plain.splitlines(), "--ascii" in more)
                        self.assertRegex(root.find(SVG + "title").text, r"\ADropscope, .*\.\Z")

    def compare(self, root, lines, is_whole):
        """Every run holds the letters of its cells; without shapes, all letters stand in runs."""
        seen = {}
        for element in root.iter(SVG + "text"):
            x, y = int(element.get("x")), int(element.get("y"))
            cells = len(element.text)
            self.assertEqual(int(element.get("textLength")), 10 * cells)
            self.assertEqual((x % 10, y % 20), (0, 15))
            row, column = y // 20, x // 10
            for index, letter in enumerate(element.text):
                self.assertNotIn((row, column + index), seen)
                seen[row, column + index] = letter
        # Without colour a frame shades with other glyphs: letters and digits are the same.
        for (row, column), letter in seen.items():
            line = lines[row].ljust(column + 1)
            if letter.isalnum() or line[column].isalnum():
                self.assertEqual(line[column], letter, (row, column, lines[row]))

    def test_no_colour_is_legible_and_asked_for_colours_count(self):
        plain = self.picture("--size", "80x24", env={"NO_COLOR": "1"})
        fills = {element.get("fill") for element in plain.iter() if element.get("fill")}
        self.assertLess(len(fills), 9, fills)
        colored = self.picture("--size", "80x24", "--color", "direct", env={"NO_COLOR": "1"})
        self.assertGreater(len({element.get("fill") for element in colored.iter()}), 9)

    def test_names_of_a_log_are_words(self):
        chance = random.Random(5)
        records = [poisoned(record, chance, {}) for record in
                   faulty(next(iter(FAULTS)), random.Random(1), 0.3, 1)]
        path = self.path("d.jsonl", log(*records))
        for view in ("masks", "layers", "findings"):
            self.picture("--session", path, "--call", 20, "--view", view)

    def test_colours_and_plain_text_do_not_go_together(self):
        said = self.fails(BAD_USAGE, "frame", "--format", "text", "--color", "256").stderr
        self.assertIn("--format text has no colours; take ansi for --color 256", said)
        self.assertIn("\x1b[", self.well("frame", "--format", "ansi"))
        self.assertNotIn("\x1b[", self.well("frame", "--format", "text"))


@needs_program
class Reports(LogTest):
    def report(self, *files, more=()):
        """The page of logs, as it is read."""
        path = self.path("report.html")
        self.well("report", *files, "-o", path, "--force", *more)
        with open(path, encoding="utf-8") as file:
            return parsed(self, file.read())

    def test_it_says_what_check_says(self):
        for number, fault in enumerate(FAULTS):
            with self.subTest(fault):
                path = self.path("d.jsonl", log(*faulty(fault, random.Random(number), 0.3, 1)))
                verdict = json.loads(run("check", "--json", path).stdout)
                words = " ".join(self.report(path).words)
                for finding in verdict["findings"]:
                    for text in (finding["rule"], finding["what"], finding["means"], finding["do"]):
                        self.assertIn(text, words)
                for rule in verdict["passed"] + verdict["not_run"]:
                    self.assertIn(rule["rule"], words)

    def test_kept_and_expected_are_those_of_the_log(self):
        path = self.log("digits")
        kept = drawn = 0
        for line in self.lines(path):
            record = json.loads(line)
            if record["t"] == "call" and record["phase"] == "train":
                kept += record["layers"][0]["kept"]
                drawn += 32 * 128
        page = self.report(path)
        place = page.words.index("hidden1")
        words = page.words[place:place + 12]
        self.assertIn(f"{100 * kept / drawn:.1f} %", words)
        self.assertIn("80.0 %", words)
        sigma = (kept - 0.8 * drawn) / (drawn * 0.16) ** 0.5
        self.assertIn(f"{'−' if sigma < 0 else '+'}{abs(sigma):.1f}σ", words)

    def test_a_thousand_hostile_texts_are_words(self):
        chance, names, records = random.Random(11), {}, []
        for number, fault in enumerate(FAULTS):
            for record in faulty(fault, random.Random(number), 0.3, 1):
                record = json.loads(json.dumps(record))
                if record["t"] == "session" and records:
                    continue
                if record["t"] == "call":
                    record["n"] += 1000 * number
                    if "step" in record:
                        record["step"] += 1000 * number
                # Each fault has sites of its own.
                for site in record.get("layers", []) + ([record] if record["t"] == "site" else []):
                    site["name"] += str(number)
                records.append(poisoned(record, chance, names))
        for index in range(1000):
            text = hostile(chance) + str(index)
            names[str(index)] = text
            at = records[-1 - index % 40].get("n", 1)
            records.insert(len(records) - index % 40, chance.choice((
                {"t": "note", "n": at, "ms": 1, "site": text, "text": hostile(chance)},
                {"t": "mark", "n": at, "ms": 1, "text": text},
                {"t": "change", "n": at, "ms": 1, "what": text, "layer": text, "from": text,
                 "to": text},
                {"t": "accept", "n": at, "ms": 1, "rule": text, "site": text, "why": text},
                {"t": "skipped", "n": at, "ms": 1, "calls": 1, "why": text},
                {"t": "site", "name": text, "kind": text, "module": text, "where": text},
            )))
        path = self.path("d'\"<b>&.jsonl", log(*records))
        self.assertGreater(len(names), 1000)
        page = self.report(path)
        self.assertEqual(page.counts["style"], 1)
        self.assertGreater(page.counts["path"], 50)
        self.assertGreater(sum(word in "".join(page.words) for word in ("<script>", "</style>")), 0)
        said = self.well("show", path, "--markdown")
        self.markdown(said)

    def markdown(self, text):
        """No tag, link, picture, mention or code of a log's own, and rows of as many cells."""
        self.assertLess(len(text), 65536)
        for line in text.splitlines():
            bare = outside_code(line)
            for own in ("<details>", "</details>", "<summary>", "</summary>", "<sub>", "</sub>"):
                bare = bare.replace(own, "")
            for sign in ("<", ">", "![", "](", "][", "@", "#1", "```", "~~~", "://"):
                self.assertNotIn(sign, bare, line)
            if line.startswith("|"):
                self.assertEqual(len(re.sub(r"\\.", "", line).split("|")), 10, line)
        self.assertNotRegex(text, r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028]")

    def test_nothing_is_overwritten_and_what_cannot_be_written_is_said(self):
        path = self.log("module")
        there = self.path("there.html", b"mine")
        said = self.fails(BAD_INPUT, "report", path, "-o", there).stderr
        self.assertIn("already exists; choose another name or pass --force", said)
        self.assertEqual(self.lines(there), [b"mine"])
        said = self.fails(BAD_INPUT, "report", path, "-o", path, "--force").stderr
        self.assertIn("is the file that is read", said)
        self.fails(BAD_INPUT, "report", path, "-o", self.path("no/such.html"))
        self.fails(BAD_INPUT, "report", self.path("none.jsonl"), "-o", self.path("x.html"))
        self.assertFalse(os.path.exists(self.path("x.html")))

    def test_a_page_of_a_hundred_sites_is_small_and_all_is_in_it(self):
        path = self.path("d.jsonl", many_sites(100, calls=120))
        page = self.report(path)
        self.assertLess(os.path.getsize(self.path("report.html")), 2_000_000)
        self.assertEqual(page.counts["details"], 100)
        for index in range(100):
            self.assertIn(f"net.drop{index}", page.words)

    def test_ranks_are_held_against_each_other(self):
        paths = [self.path(f"run.rank{rank}.jsonl",
                           many_sites(2, calls=20, rank=rank, seed=5)) for rank in range(3)]
        page = self.report(*paths)
        words = " ".join(page.words)
        self.assertIn("Ranks", words)
        self.assertIn("100.0 %", words)
        self.assertIn("D05", words)


@needs_program
class Readme(LogTest):
    def test_its_picture_is_what_its_command_makes(self):
        root = os.path.join(os.path.dirname(__file__), "..", "..")
        with open(os.path.join(root, "README.md"), encoding="utf-8") as file:
            command, target = re.search(
                r"<!-- picture: dropscope (.*) > (\S+) -->", file.read()).groups()
        with open(os.path.join(root, target), encoding="utf-8") as file:
            picture = file.read()
        self.assertLess(len(picture), 60_000)
        self.assertEqual(picture, self.well(*command.split()),
                         f"make it again: dropscope {command} > {target}")


def outside_code(line):
    """A line without what is code in it (CommonMark 6.1), and without escapes."""
    outside = ""
    while line:
        if line[0] == "\\" and line[1:2] and not line[1].isalnum():
            line = line[2:]
        elif line[0] == "`":
            fence = re.match("`+", line).group()
            end = re.search(f"(?<!`){fence}(?!`)", line[len(fence):])
            assert end, f"a fence that nothing ends: {line}"
            line = line[len(fence) + end.end():]
        else:
            outside, line = outside + line[0], line[1:]
    return outside


def many_sites(count, calls, rank=None, seed=7):
    """A log of a network of so many sites that draw 32 x 128 elements, with their histograms."""
    chance = random.Random(seed)
    header = {"t": "session", "v": 1, "app": "test", "started": "2026-01-01T00:00:00Z",
              "source": "pytorch", "layers": []}
    if rank is not None:
        header.update(run="r", rank=rank, ranks=3)
    lines = [json.dumps(header)]
    p, bins = 0.5, 64
    spread = [max(0, 60 - index) for index in range(bins)]

    def stage(share, scale):
        inside = [round(value * share) for value in spread]
        inside[0] += 4096 - sum(inside)
        mean = 0.25 * share * scale
        return {"mean": mean, "sd": 0.3, "min": 0, "max": 1, "zeros": inside[0] - spread[0] // 2,
                "nan": 0, "inf": 0, "lo": 0, "hi": 1, "below": 0, "above": 0, "bins": inside}

    for number in range(1, calls + 1):
        sites = []
        for index in range(count):
            bits = chance.getrandbits(4096)
            kept = bin(bits).count("1")
            sites.append({
                "name": f"net.drop{index}", "kind": "dropout", "shape": [32, 128], "rate": p,
                "scale": 2.0, "kept": kept, "mask": f"{bits:01024x}", "before": stage(1, 1),
                "masked": stage(kept / 4096, 1), "after": stage(kept / 4096, 2)})
        lines.append(json.dumps({"t": "call", "n": number, "ms": number, "phase": "train",
                                 "step": number, "layers": sites}))
    return "".join(line + "\n" for line in lines).encode()


if __name__ == "__main__":
    unittest.main()
