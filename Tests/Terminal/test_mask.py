"""The commands mask and identify: what they write, and what they refuse."""

import json
import math
import os
import unittest

from program import BAD_INPUT, BAD_USAGE, needs_program, run
from sample_logs import LogTest

BOOK = """tensor([[2., 2., 0., 2., 2., 0.],
        [0., 0., 0., 2., 0., 2.],
        [2., 2., 2., 2., 0., 2.],
        [0., 2., 2., 0., 0., 2.],
        [0., 2., 0., 2., 0., 2.],
        [0., 2., 2., 2., 2., 0.]], grad_fn=<MulBackward0>)
"""
# np.random.seed(42); np.random.binomial(1, 0.5, 17)
LEGACY = "01110001110110000"


class Folder(LogTest):
    def file(self, name, content):
        return self.path(name, content if isinstance(content, bytes) else content.encode())

    def written(self, *arguments, code=0):
        result = run(*arguments, folder=self.folder)
        self.assertEqual((result.returncode, result.stderr), (code, ""), arguments)
        return result.stdout

    def refused(self, code, *arguments, says):
        result = run(*arguments, folder=self.folder)
        told = f"{arguments}: exit {result.returncode}, stderr: {result.stderr}"
        self.assertEqual((result.returncode, result.stdout), (code, ""), told)
        self.assertEqual(len(result.stderr.splitlines()), 1, told)
        self.assertIn(says, result.stderr, told)


@needs_program
class MaskTest(Folder):
    legacy = ("mask", "--dialect", "numpy-legacy", "--seed", 42, "--rate", 0.5)

    def test_bits_hex_and_grid_are_the_same_mask(self):
        self.assertEqual(self.written(*self.legacy, "--shape", 17), LEGACY + "\n")
        self.assertEqual(self.written(*self.legacy, "--shape", 17, "--format", "hex"), "71d800\n")
        grid = self.written(*self.legacy, "--shape", "2,4", "--format", "grid")
        self.assertEqual(grid, "·███\n···█\n\n")

    def test_layers_and_calls_are_drawn_in_turn(self):
        whole = "".join(self.written(*self.legacy, "--shape", 40).split())
        parts = self.written(*self.legacy, "--shape", "2,3", "--shape", 4, "--calls", 4)
        self.assertEqual([len(line) for line in parts.split()], [6, 4] * 4)
        self.assertEqual("".join(parts.split()), whole)
        later = self.written(*self.legacy, "--shape", "2,3", "--shape", 4, "--from", 3,
                             "--calls", 2)
        self.assertEqual("".join(later.split()), whole[20:])

    def test_philox_is_what_its_page_says(self):
        page = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "dialects.md")
        with open(page, encoding="utf-8") as file:
            code = file.read().split("```python\n")[1].split("```")[0]
        names = {}
        exec(code, names)  # pylint: disable=exec-used
        for seed, rate in ((0, 0.5), (2**64 - 1, 0.1), (42, 0.25), (7, 0.999), (1, 2**-30)):
            masks = self.written("mask", "--dialect", "philox", "--seed", seed, "--rate", rate,
                                 "--shape", 700, "--shape", 9, "--from", 4, "--calls", 2)
            expected = ["".join("01"[names["is_kept"](element, seed, call, layer, rate)]
                                for element in range(count))
                        for call in (4, 5) for layer, count in ((0, 700), (1, 9))]
            self.assertEqual(masks.split(), expected, (seed, rate))

    def test_one_rate_a_layer(self):
        masks = self.written("mask", "--dialect", "torch", "--seed", 1, "--rate", 0, "--rate", 1,
                             "--shape", 5, "--shape", 3)
        self.assertEqual(masks, "11111\n000\n")

    def test_a_plan_and_options_draw_the_same(self):
        plan = {"family": "torch", "seed": "7", "id": "a \"b\"", "calls": [
            {"layer": 0, "call": call, "rate": 0.2, "shape": [5, 9]} for call in range(3)]}
        path = self.file("plan.json", json.dumps(plan))
        lines = [json.loads(line) for line in self.written("mask", "--plan", path).splitlines()]
        bits = self.written("mask", "--dialect", "torch", "--seed", 7, "--rate", 0.2, "--shape",
                            "5,9", "--calls", 3)
        self.assertEqual([line["mask"] for line in lines], bits.split())
        self.assertEqual(["after" in line for line in lines], [False, False, True])
        self.assertEqual({line["id"] for line in lines}, {"a \"b\""})
        cases = self.file("cases.json", json.dumps({"cases": [plan, plan]}))
        self.assertEqual(len(self.written("mask", "--plan", cases).splitlines()), 6)

    def test_words_drawn_before_are_passed_over(self):
        common = ("mask", "--dialect", "torch", "--seed", 3, "--rate", 0.5, "--shape", 30)
        self.assertEqual(self.written(*common, "--after", "Linear(3,4) + rand(2)"),
                         self.written(*common, "--skip-words", 18))
        self.assertNotEqual(self.written(*common), self.written(*common, "--skip-words", 18))

    def test_what_is_wrong_is_named(self):
        good = {"--dialect": "torch", "--seed": 1, "--rate": 0.5, "--shape": "3"}
        cases = [
            ("--dialect", None, "--dialect is missing; it may be philox"),
            ("--dialect", "tf", "there is no dialect 'tf'; it may be philox"),
            ("--seed", None, "--seed is missing"),
            ("--seed", "x", "'x' is invalid for '--seed <seed>': it may be a whole number, or a list"),
            ("--seed", "18446744073709551616", "seed 18446744073709551616 is out of range"),
            ("--seed", "1,2", "seed [1, 2] is out of range for torch"),
            ("--rate", None, "--rate was given 0 times"), ("--rate", "1.5", "'1.5' is invalid for '--rate"),
            ("--rate", "nan", "'nan' is invalid for '--rate"), ("--shape", None, "--shape is missing"),
            ("--shape", "3,-1", "'3,-1' is invalid for '--shape"),
            ("--shape", "", "'' is invalid for '--shape"),
            ("--shape", "65536,65536", "'65536,65536' is invalid for '--shape"),
            ("--calls", 0, "'0' is invalid for '--calls"),
            ("--from", 0, "'0' is invalid for '--from"), ("--op", "dropout9d", "op is 'dropout9d'"),
            ("--op", "dropout2d", "shape has 1 axis"), ("--dtype", "float32", "dtype is no option"),
            ("--skip-words", "-1", "'-1' is invalid for '--skip-words <n>': it may be a whole number from 0"), ("--after", "GRU(3)", "after is 'GRU(3)'"),
        ]
        for name, value, says in cases:
            options = {key: given for key, given in {**good, name: value}.items()
                       if given is not None}
            with self.subTest(name=name, value=value):
                self.refused(BAD_USAGE, "mask", *[part for pair in options.items() for part in pair],
                             says=says)

    def test_a_plan_that_is_wrong_is_named_with_its_place(self):
        call = {"rate": 0.5, "shape": [3]}
        cases = [
            ("{", "line 1 is no JSON: it should have a string"),
            ('{"seed":\n 1,\n "calls" []}', "line 3 is no JSON: it should have a colon after a key"),
            ('{"seed":\n "\\q"}', "line 2 is no JSON: a string holds an unknown escape"),
            ('{} 1', "line 1 is no JSON: it should have nothing after the value"),
            ("[" * 40, "line 1 is no JSON: it nests deeper than 32 levels"), ("[1]", "is a list of 1; it should be an object"),
            ({"cases": 3}, "cases is 3; it may be a list"),
            ({"cases": [3]}, "cases[0] is 3; it should be an object"),
            ({"seed": 1}, "calls is missing"), ({"seed": 1, "calls": {}}, "calls is an object"),
            ({"seed": 1, "calls": [call], "family": "x"}, "family is 'x'; it may be philox"),
            ({"seed": 1, "calls": [call], "family": None}, "family is missing"),
            ({"seed": 1.5, "calls": []}, "seed is 1.5"), ({"calls": []}, "seed is missing"),
            ({"seed": 1, "calls": [{**call, "rate": "x"}]}, "calls[0]: rate is 'x'"),
            ({"seed": 1, "calls": [{**call, "rate": math.nan}]}, "calls[0]: rate is NaN; it may be"),
            ({"seed": 1, "calls": [{**call, "rate": -0.1}]}, "calls[0]: rate is -0.1"),
            ({"seed": 1, "calls": [call, {**call, "shape": 3}]}, "calls[1]: shape is 3"),
            ({"seed": 1, "calls": [{**call, "op": "x"}]}, "calls[0]: op is 'x'"),
            ({"seed": 1, "calls": [{**call, "dtype": "int8"}]}, "calls[0]: dtype is 'int8'"),
            ({"seed": 1, "calls": [{**call, "call": -1}]}, "calls[0]: call is -1"),
            ({"seed": 2**64, "calls": []}, "seed 18446744073709551616 is out of range"),
            ({"seed": 1, "calls": [], "family": "jax", "schedule": "x"}, "schedule is 'x'"),
            ({"seed": 1, "calls": [], "family": "jax", "partitionable": 1}, "partitionable is 1"),
        ]
        for plan, says in cases:
            text = plan if isinstance(plan, str) else json.dumps({"family": "torch", **plan})
            with self.subTest(text):
                self.refused(BAD_INPUT, "mask", "--plan", self.file("plan.json", text), says=says)
        self.refused(BAD_INPUT, "mask", "--plan", os.path.join(self.folder, "none"),
                     says="No such file")
        self.refused(BAD_USAGE, "mask", "--plan", self.path("plan.json"), "--seed", 1,
                     says="leave out the options")


@needs_program
class IdentifyTest(Folder):
    def test_a_printed_tensor_is_named_with_its_dialect_and_what_it_was_scaled_with(self):
        path = self.file("book.txt", BOOK)
        for seed in (("--seed", 123), ()):
            text = self.written("identify", *seed, "--rate", 0.5, path)
            self.assertTrue(text.startswith("torch-generic (torch)   seed 123\n36.0 bits, "), text)
            self.assertIn("expected by chance: " + ("beyond doubt\n" if seed else "strong\n"), text)
            self.assertIn("kept elements are 2.0, which is 1/(1 - 0.5)", text)

    def test_digits_hex_and_npy_are_read(self):
        mask = ("mask", "--dialect", "numpy-legacy", "--seed", 9, "--rate", 0.3, "--shape", "10,12")
        bits = self.written(*mask)
        rows = "\n".join("[" + " ".join(bits[at:at + 12]) + "]" for at in range(0, 120, 12))
        header = "{'descr': '|u1', 'fortran_order': False, 'shape': (10, 12), }".ljust(117) + "\n"
        npy = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode()
        files = {
            "bits": bits, "hex": self.written(*mask, "--format", "hex"), "rows": f"[{rows}]",
            "npy": npy + bytes(int(bit) for bit in bits.strip()),
        }
        for name, content in files.items():
            with self.subTest(name):
                path = self.file(name, content)
                shape = ("--shape", "10,12") if name in ("bits", "hex") else ()
                text = self.written("identify", "--seed", 9, "--rate", 0.3, *shape, path)
                self.assertIn("numpy-legacy   seed 9   the same: numpy-legacy, op rand<keep\n", text)

    def test_a_mask_of_nobody_ends_with_1_and_the_nearest(self):
        bits = self.written("mask", "--dialect", "numpy", "--seed", 9, "--rate", 0.3, "--shape", 99)
        other = bits[:50] + ("1" if bits[50] == "0" else "0") + bits[51:]
        for seed in (("--seed", 9), ()):
            text = self.written("identify", *seed, "--rate", 0.3, self.file("x", other), code=1)
            self.assertIn("nearest: numpy   seed 9: 98 of 99 elements agree, a share of 0.990 where", text)
            self.assertIn("nearer than luck brings the nearest of so many", text)
            self.assertIn("the first that differs is [50]", text)

    def test_without_a_rate_those_are_tried_that_go_with_the_share_dropped(self):
        bits = self.written("mask", "--dialect", "numpy", "--seed", 9, "--rate", 0.25, "--shape", 80)
        text = self.written("identify", "--seed", 9, self.file("x", bits))
        self.assertRegex(text, r"numpy   seed 9.*   rate 0\.25\n")
        self.assertRegex(text, r"the rate was not given: \d+ of 80 are dropped, and so these were tried: .*0\.25")

    def test_the_nearest_of_many_is_no_news(self):
        bits = "0110100110010110" * 4
        text = self.written("identify", "--seed", 9, "--rate", 0.5, self.file("x", bits), code=1)
        self.assertIn("as near as luck alone brings the nearest of so many", text)

    def test_a_short_mask_proves_what_its_bits_prove(self):
        bits = self.written("mask", "--dialect", "torch", "--seed", 44, "--rate", 0.5, "--shape", 11)
        path = self.file("x", bits)
        text = self.written("identify", "--seed", 44, "--rate", 0.5, path)
        self.assertRegex(text, r"11\.0 bits, \d\d streams tried, 0\.0\d+ matches expected by chance: weak: about 1 in "
                               r"\d+ that some dialect fits by luck; \d more elements? would make it strong\n")
        # All seeds: any eleven elements fit many.
        text = self.written("identify", "--rate", 0.5, path, code=1)
        self.assertRegex(text, r"nobody is named: 11\.0 bits, [\d,]+ streams tried: chance alone gives about [\d,]+ "
                               r"matches: proves nothing; 1\d more elements would make it strong\n")
        self.assertIn("the search ended at seed ", text)

    def test_nothing_kept_and_all_kept_name_nobody(self):
        for digit, says in (("0", "nothing is kept"), ("1", "everything is kept")):
            text = self.written("identify", "--rate", 0.5, self.file("x", digit * 36), code=1)
            self.assertEqual(text, f"{says}: under every generator 36 draws at rate 0.5 come out so with probability "
                                   "1.5e-11: no generator draws this\n")
            text = self.written("identify", "--rate", 0.5, self.file("x", digit * 3), code=1)
            self.assertIn("0.13: it tells no dialects apart", text)
        self.assertEqual(self.written("identify", self.file("x", "000"), code=1),
                         "nothing is kept, as under every generator at rate 1.0\n")

    def test_a_pasted_tensor_is_read_with_its_colours_prompts_and_scale(self):
        lines = BOOK.replace("2.", "\x1b[32m2.\x1b[0m").replace("0.,", "\x1b[2m0.\x1b[0m,")
        for text in (lines, "In [3]: " + BOOK, "Out[4]:\n" + BOOK + "\nIn [5]: ", "\x1b]0;title\x07>>> x\n" + BOOK):
            said = self.written("identify", "--seed", 123, self.file("book.txt", text))
            self.assertIn("torch-generic (torch)   seed 123\n", said)
            self.assertIn("which is 1/(1 - 0.5): scaled in training; the rate is taken from that\n", said)

    def test_what_an_ellipsis_leaves_out_is_not_compared(self):
        bits = self.written("mask", "--dialect", "torch", "--seed", 8, "--rate", 0.25, "--shape", "50,40").strip()
        rows = [[bits[40 * row + column] for column in (0, 1, 2, 37, 38, 39)] for row in (0, 1, 2, 47, 48, 49)]
        shown = [", ".join(f"{4 / 3 * int(bit):.4f}" for bit in row[:3]) + ",  ..., "
                 + ", ".join(f"{4 / 3 * int(bit):.4f}" for bit in row[3:]) for row in rows]
        lines = [f"[{row}]" for row in shown]
        path = self.file("x", "tensor([" + ",\n".join(lines[:3] + ["..."] + lines[3:]) + "])\n")
        text = self.written("identify", "--seed", 8, "--shape", "50,40", path)
        self.assertIn("torch-generic (torch)   seed 8\n", text)
        self.assertIn("which is 1/(1 - 0.25)", text)
        self.assertNotIn("2000", text)
        refused = (((), "say how large it is with --shape"), (("--shape", "50,5"), "a list of 6 and more elements"),
                   (("--shape", "2000"), "another depth"), (("--shape", "50,40,1"), "another depth"))
        for options, says in refused:
            self.refused(BAD_INPUT, "identify", "--rate", 0.25, *options, path, says=says)

    def test_a_mask_behind_initialisation_is_found_with_after(self):
        common = ("--dialect", "torch", "--seed", 3, "--rate", 0.5, "--shape", 60)
        path = self.file("x", self.written("mask", *common, "--after", "Linear(3,4) + rand(2)"))
        for option in (("--after", "Linear(3,4) + rand(2)"), ("--skip-words", 18)):
            text = self.written("identify", "--seed", 3, "--rate", 0.5, *option, path)
            self.assertIn("torch-generic (torch):skip-words=18   seed 3\n", text)
        self.written("identify", "--seed", 3, "--rate", 0.5, path, code=1)
        self.refused(BAD_USAGE, "identify", "--after", "rand(2)", "--skip-words", 2, path, says="give one")

    def test_a_log_is_told_site_by_site(self):
        self.written("run", "digits", "--rate", 0.2, "--seed", 6, "--calls", 4, "--log", "d.jsonl")
        text = self.written("identify", "d.jsonl")
        self.assertRegex(text, r"\Ahidden1   torch-generic \(torch\)   seed 6   4 calls, 1 to 4: [\d.]+ bits, \d+ streams "
                               r"tried, 0 matches expected by chance: beyond doubt\nhidden2   torch-generic \(torch\)   "
                               r"seed 6   4 calls, 1 to 4: ")
        text = self.written("identify", "--seed", 7, "d.jsonl", code=1)
        self.assertIn("hidden1   nobody\nhidden2   nobody\nno dialect draws the first mask from seed 7", text)
        self.refused(BAD_USAGE, "identify", "--rate", 0.5, "d.jsonl", says="rates and shapes of its own")
        self.refused(BAD_INPUT, "identify", self.file("x", '{"a": 1}\n'), says="line 1")

    def test_what_is_wrong_is_named(self):
        cases = [
            ("tensor([1., 2.", (), "neither a tensor in brackets"), ("", (), "neither a tensor"),
            ("[[1, 0], [1]]", (), "lists of 2 and of 1"), ("[1, x]", (), "has 'x' where a number"),
            ("[1, ..., 0]", (), "leaves elements out"), ("[1, ..., 0] [2, 3]", (), "more than one list"),
            ("[" * 70 + "]", (), "deeper than 64"), ("[1, [2]]", (), "brackets"), ("ff0", (), "give --shape"),
            ("ff0", ("--shape", 3), "has 3 digits"), ("[1, 0]", ("--shape", 3), "has 2 elements"),
            ("[1, 0]]", (), "bracket"), ("101", ("--rate", "x"), "'x' is invalid for '--rate <p>': it may"),
            ("101", ("--seed", "x"), "'x' is invalid for '--seed <seed>': it may be"),
        ]
        for content, options, says in cases:
            with self.subTest(content, options=options):
                rate = () if "--rate" in options else ("--rate", 0.5)
                code = BAD_USAGE if "is invalid for" in says else BAD_INPUT
                self.refused(code, "identify", *rate, *options, self.file("x", content), says=says)


if __name__ == "__main__":
    unittest.main()
