"""Files as people have them: each is read, or answered with one line that says what it is and what to do.

SCHEMES may name a checkout of github.com/tinted-theming/schemes, of which every theme is then read.
"""

import bz2
import gzip
import io
import json
import lzma
import os
import pathlib
import pickle
import struct
import unittest
import zipfile

from program import BAD_INPUT, BAD_USAGE, needs_program, run, say_skipped
from sample_logs import LogTest

SESSION = b'{"t":"session","v":1}\n'
CALL = (b'{"t":"call","n":1,"phase":"train","loss":%s,"layers":'
        b'[{"name":"a","rate":0.5,"shape":[4],"mask":"a0"}]}\n')
LOG = SESSION + CALL % b"0.5"

ZSTD, LZ4 = b"\x28\xb5\x2f\xfd" + bytes(range(200)), b"\x04\x22\x4d\x18" + bytes(range(200))


def archive(*members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in members:
            made.writestr(name, content)
    return file.getvalue()


CHECKPOINT = archive(("net/data.pkl", pickle.dumps({})))


def npy(kind, shape, data, order="False"):
    header = f"{{'descr': '{kind}', 'fortran_order': {order}, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data


def safetensors(tensors, data, padding=b""):
    header = json.dumps({name: {"dtype": "F32", "shape": shape, "data_offsets": offsets}
                         for name, (shape, offsets) in tensors.items()}).encode() + padding
    return struct.pack("<Q", len(header)) + header + data


NET = {"fc1.weight": ([4, 3], [0, 48]), "fc2.weight": ([2, 4], [48, 80])}


@needs_program
class Logs(LogTest):
    REFUSED = {
        "run.jsonl.gz": (gzip.compress(LOG), "compressed with gzip: zcat FILE | dropscope check -"),
        "gz.jsonl": (gzip.compress(LOG), "compressed with gzip: zcat FILE | dropscope check -"),
        "bz.jsonl": (bz2.compress(LOG), "compressed with bzip2: bzcat FILE | dropscope check -"),
        "xz.jsonl": (lzma.compress(LOG), "compressed with xz: xzcat FILE | dropscope check -"),
        "zst.jsonl": (ZSTD, "compressed with zstd: zstdcat FILE | dropscope check -"),
        "lz4.jsonl": (LZ4, "compressed with lz4: lz4cat FILE | dropscope check -"),
        "zip.jsonl": (archive(("run.jsonl", LOG)), "a zip archive: unzip -p FILE | dropscope check -"),
        "checkpoint.jsonl": (CHECKPOINT, "a PyTorch checkpoint, no session log"),
        "wide.jsonl": (LOG.decode().encode("utf-16"), "UTF-16 text: iconv -f UTF-16 -t UTF-8 FILE"),
        "wide-big.jsonl": (b"\xfe\xff" + LOG.decode().encode("utf-16-be"), "it is UTF-16 text"),
        "wide-bare.jsonl": (LOG.decode().encode("utf-16-le"), "iconv -f UTF-16LE -t UTF-8 FILE"),
        "wider.jsonl": (LOG.decode().encode("utf-32"), "it is UTF-32 text"),
        "empty.jsonl": (b"", "the log is empty"),
        "torn.jsonl": (SESSION[:-1], "the log has 21 bytes and no whole line"),
        "program.jsonl": (b"\x7fELF\x02\x01\x01" + bytes(99), "it is a binary file, no session log"),
        "picture.jsonl": (b"\x89PNG\r\n\x1a\n" + bytes(99), "it is a PNG picture, no session log"),
        "pickle.jsonl": (pickle.dumps({"a": 1}), "it is a Python pickle, no session log"),
        "array.jsonl": (npy("<f4", (1,), bytes(4)), "it is an .npy array, no session log"),
        "page.jsonl": (b"<!DOCTYPE html>\n<html>\n", "it is a web page, no session log"),
        "pointer.jsonl": (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "git lfs pull"),
        "list.json": (b"[" + LOG.splitlines()[0] + b"]\n", "JSON array; a log has a record a line: jq -c '.[]' FILE"),
        "pretty.json": (b'{\n  "t": "session",\n  "v": 1\n}\n', "JSON over several lines; a log has a record a line: jq -c ."),
        "printed.jsonl": (b"{'t': 'session', 'v': 1}\n", "a dictionary as Python prints it; json.dumps writes JSON"),
        "text.jsonl": (b"hello\nworld\n", 'it is no JSON; a session log begins with {"t":"session"'),
        "trace.jsonl": (b"Traceback (most recent call last):\n", "it is no JSON"),
        "other.jsonl": (b'{"step":1,"loss":2.0}\n', "it has no key t that says what it is"),
        "newer.jsonl": (b'{"t":"session","v":9}\n', "use a newer one"),
        "latin.jsonl": (SESSION[:-2] + b',"source":"caf\xe9"}\n', "not valid UTF-8"),
    }

    def test_what_is_no_log_is_told_what_it_is(self):
        for name, (content, says) in self.REFUSED.items():
            with self.subTest(name):
                path = self.path(name, content)
                for command in (("check", path), ("show", path), ("replay", path, "--frames", 1)):
                    result = self.fails(BAD_INPUT, *command)
                    self.assertIn(says, result.stderr, command)
                    self.assertIn(name, result.stderr)
                    self.assertEqual(len(result.stderr.splitlines()), 1)

    def test_a_folder_is_told(self):
        os.mkdir(self.path("folder.jsonl"))
        self.assertIn("Is a directory", self.fails(BAD_INPUT, "check", self.path("folder.jsonl")).stderr)

    def test_the_pipe_that_is_named_reads_the_log(self):
        read = os.popen(f"zcat {self.path('a.gz', gzip.compress(LOG))}", "r")
        self.addCleanup(read.close)
        import subprocess
        from program import PROGRAM
        result = subprocess.run([PROGRAM, "check", "-"], stdin=read, stdout=subprocess.PIPE, check=False)
        self.assertEqual(result.returncode, 0)

    def test_marks_line_ends_and_bare_words_do_not_matter(self):
        expected = self.well("show", self.path("a.jsonl", LOG))
        for name, log in {
            "mark": b"\xef\xbb\xbf" + LOG, "windows": LOG.replace(b"\n", b"\r\n"),
            "hole": bytes(100) + LOG,
        }.items():
            with self.subTest(name):
                self.assertEqual(self.well("show", self.path("a.jsonl", log)), expected)
        for word in (b"NaN", b"Infinity", b"-Infinity"):
            self.well("show", self.path("a.jsonl", SESSION + CALL % word))

    def test_a_line_of_64_mib_is_read_and_a_longer_one_told_with_bounded_memory(self):
        import resource
        import subprocess
        from program import PROGRAM
        start, end = b'{"t":"note","n":1,"text":"', b'"}\n'
        for length, says in ((64 << 20, ""), ((64 << 20) + 1, "line 3: it is longer than 67108864 bytes")):
            path = self.path("long.jsonl", LOG)
            with open(path, "ab") as file:
                file.write(start + b"x" * (length - len(start) - 2) + end)
            limit = 600 << 20
            result = subprocess.run(
                [PROGRAM, "show", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)))
            self.assertEqual((result.returncode, result.stderr.decode().count("\n")),
                             (BAD_INPUT, 1) if says else (0, 0), result.stderr)
            self.assertIn(says, result.stderr.decode())


@needs_program
class Inputs(LogTest):
    GRID = struct.pack("<6f", *range(6))
    READ = {
        "half.npy": npy("<f2", (2, 3), struct.pack("<6e", *range(6))),
        "big.npy": npy(">f8", (2, 3), struct.pack(">6d", *range(6))),
        "columns.npy": npy("<f4", (2, 3), struct.pack("<6f", 0, 3, 1, 4, 2, 5), order="True"),
        "bytes.npy": npy("|u1", (2, 3), bytes(range(6))),
        "plain.csv": b"0,1,2\n3,4,5\n", "mark.csv": b"\xef\xbb\xbfa,b,c\r\n0,1,2\r\n3,4,5\r\n",
        "one.npz": archive(("x.npy", npy("<f4", (2, 3), GRID))),
        "two.npz:x": archive(("y.npy", npy("<f4", (1,), bytes(4))), ("x.npy", npy("<f4", (2, 3), GRID))),
    }
    REFUSED = {
        "two.npz": (archive(("x.npy", b""), ("y.npy", b"")), "two.npz: holds 2 arrays: x, y; name one, as two.npz:x"),
        "none.npz": (archive(), "none.npz: holds no array"),
        "cut.npz": (archive(("x.npy", bytes(99)))[:-9], "ends within the archive: its directory is missing"),
        "objects.npz": (archive(("x.npy", npy("|O", (1,), b""))), "holds pickled Python objects (|O)"),
        "gz.npy": (gzip.compress(b"x"), "not an .npy file: it is compressed with gzip; unpack it: zcat gz.npy >NEW"),
        "text.npy": (b"1,2\n", r"not an .npy file: it should begin with \x93NUMPY"),
        "brain.npy": (npy("<V2", (1,), bytes(2)), "save bfloat16 with .astype('float32')"),
        "complex.npy": (npy("<c8", (1,), bytes(8)), "holds complex64 (<c8); it should hold real numbers"),
        "objects.npy": (npy("|O", (1,), b""), "holds pickled Python objects (|O)"),
        "number.npy": (npy("<f4", "()", bytes(4)), "the input is a single number; its last axis should be 64"),
        "none.npy": (npy("<f4", (0, 64), b""), "the input is 0x64; it should have elements"),
        "semicolons.csv": (b"a;b\n1;2\n", "line 2 has semicolons between its numbers; commas: tr ';' ','"),
        "decimal.csv": (b"1,5;2,5\n", "line 1 has decimal commas; points and commas: tr ',;' '.,'"),
        "tabs.csv": (b"1\t2\n", r"line 1 has tabs between its numbers; commas: tr '\t' ','"),
        "quotes.csv": (b'"a","b"\n"1","2"\n', "line 2 has its numbers in quotes; without them: tr -d '\"'"),
        "wide.csv": ("1,2\n".encode("utf-16"), "not a table: it is UTF-16 text; unpack it: iconv -f UTF-16"),
        "ragged.csv": (b"1,2\n3\n", "line 2 has 1 numbers; it should have 2"),
        "word.csv": (b"1,NA\n", 'line 1 has "NA"; it should have numbers separated by commas'),
        "empty.csv": (b"", "holds no row of numbers"),
    }
    ENDINGS = {
        "x.tsv": r"tr '\t' ',' <x.tsv >x.csv", "x.txt": "numpy.loadtxt('x.txt')",
        "x.pt": "torch.load('x.pt', weights_only=True).numpy()", "x.pkl": "pickle.load(open('x.pkl', 'rb'))",
        "x.h5": "h5py.File('x.h5')['NAME'][:]", "x.parquet": "pandas.read_parquet('x.parquet')",
        "x.feather": "pandas.read_feather('x.feather')", "x.mat": "scipy.io.loadmat('x.mat')['NAME']",
        "x.json": "json.load(open('x.json'))", "x.xlsx": "pandas.read_excel('x.xlsx')",
    }

    def mask(self, name):
        """Whose mask it is does not matter: identify prints nothing of it, show does."""
        path = self.path(name.split(":")[0], self.READ[name])
        log = self.path("a.jsonl")
        self.well("run", "module", "--calls", 1, "--input", self.path(name), "--log", log, "--force")
        with open(log, encoding="utf-8") as file:
            records = [json.loads(line) for line in file]
        os.remove(path)
        return [record["layers"][0]["before"] for record in records if record["t"] == "call"]

    def test_arrays_of_all_forms_come_to_the_same_numbers(self):
        wanted = self.mask("plain.csv")
        for name in self.READ:
            with self.subTest(name):
                self.assertEqual(self.mask(name), wanted)

    def test_a_log_of_a_member_is_verified_with_it(self):
        path, log = self.path("two.npz", self.READ["two.npz:x"]), self.path("a.jsonl")
        self.well("run", "module", "--calls", 2, "--input", path + ":x", "--log", log)
        self.well("verify", log)
        os.rename(path, self.path("moved.npz"))
        self.assertIn("two.npz:x, which is not there", self.fails(BAD_INPUT, "verify", log).stderr)
        self.well("verify", log, "--input", self.path("moved.npz:x"))

    def test_a_mask_in_an_archive_is_identified(self):
        bits = self.well("mask", "--dialect", "torch", "--seed", 7, "--rate", 0.5, "--shape", "6,6")
        data = bytes(int(bit) for bit in bits if bit in "01")
        path = self.path("m.npz", archive(("mask.npy", npy("|u1", (6, 6), data))))
        for name in (path, path + ":mask"):
            self.assertIn("torch", self.well("identify", "--seed", 7, "--rate", 0.5, name))

    def test_what_cannot_be_read_is_told_with_the_way_out(self):
        for name, (content, says) in self.REFUSED.items():
            with self.subTest(name):
                self.path(name, content)
                result = self.fails(BAD_INPUT, "run", "--calls", 1, "--input", name)
                self.assertIn(says, result.stderr)
                self.assertEqual(len(result.stderr.splitlines()), 1)
        for name, says in self.ENDINGS.items():
            with self.subTest(name):
                result = self.fails(BAD_USAGE, "run", "--calls", 1, "--input", name)
                self.assertIn(says, result.stderr)
                self.assertIn("it may be an .npy, .npz or .csv file: ", result.stderr)


@needs_program
class Weights(LogTest):
    REFUSED = {
        "nul.safetensors": (safetensors(NET, bytes(80), b"\0\0\0"), "pads its header with NUL"),
        "outside.safetensors": (safetensors(NET, bytes(70)), "fc2.weight needs 80 bytes of data; the file has 70"),
        "more.safetensors": (safetensors(NET, bytes(90)), "has 90 bytes of data; its tensors take 80"),
        "overlap.safetensors": (safetensors({**NET, "fc2.weight": ([2, 4], [40, 72])}, bytes(72)),
                                "fc2.weight begins at byte 40 of the data; it should begin at 48"),
        "header.safetensors": (struct.pack("<Q", 1 << 40) + b"{}", "it should be at most 100000000"),
        "conv.safetensors": (safetensors({"conv.weight": ([1, 1, 2, 2], [0, 16])}, bytes(16)),
                             "conv.weight is 1x1x2x2; it should be outputs x inputs"),
        "checkpoint.safetensors": (CHECKPOINT, "it is a PyTorch checkpoint; make it one: python3 -c"),
        "hdf5.safetensors": (b"\x89HDF\r\n\x1a\n" + bytes(9), "it is an HDF5 file; make it one: python3 -c"),
        "pointer.safetensors": (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
    }
    ENDINGS = {
        "net.pt": "torch.load('net.pt', weights_only=True)", "net.pth": "torch.load('net.pth'",
        "net.ckpt": "torch.load('net.ckpt'", "pytorch_model.bin": "torch.load('pytorch_model.bin'",
        "net.pkl": "pickle.load(open('net.pkl', 'rb'))", "net.onnx": "onnx.load('net.onnx')",
        "net.h5": "keras.models.load_model('net.h5')", "net.keras": "keras.models.load_model('net.keras')",
    }

    def test_what_cannot_be_read_is_told_with_the_way_out(self):
        for name, (content, says) in self.REFUSED.items():
            with self.subTest(name):
                self.path(name, content)
                result = self.fails(BAD_INPUT, "run", "--calls", 1, "--weights", name)
                self.assertIn(says, result.stderr)
                self.assertEqual(len(result.stderr.splitlines()), 1)
        for name, says in self.ENDINGS.items():
            with self.subTest(name):
                self.assertIn(says, self.fails(BAD_USAGE, "run", "--calls", 1, "--weights", name).stderr)
                says = self.fails(BAD_INPUT, self.path(name, b"x")).stderr
                self.assertIn("no session log", says)

    def test_an_archive_of_arrays_is_the_same_network(self):
        parts = {"fc1.weight": (4, 3), "fc2.weight": (2, 4)}
        numbers, header, at = {}, {}, 0
        for name, shape in parts.items():
            count = shape[0] * shape[1]
            numbers[name] = struct.pack(f"<{count}f", *(k / 7 - 0.5 for k in range(count)))
            header[name] = (list(shape), [at, at + 4 * count])
            at += 4 * count
        self.path("net.npz", archive(*((name + ".npy", npy("<f4", parts[name], numbers[name])) for name in parts)))
        self.path("net.safetensors", safetensors(header, b"".join(numbers.values())))
        self.path("x.csv", b"1,2,3\n")
        logs = []
        for name in ("net.npz", "net.safetensors"):
            self.well("run", "article", "--calls", 3, "--weights", name, "--input", "x.csv", "--log", name + ".jsonl")
            with open(self.path(name + ".jsonl"), encoding="utf-8") as file:
                logs.append([json.loads(line).get("layers") for line in file][1:])
        self.assertEqual(*logs)
        self.well("verify", "net.npz.jsonl")

    def test_tensors_of_other_layers_are_left_out_with_a_word(self):
        more = {"bn.running_mean": ([2], [80, 88]), "bn.weight": ([2], [88, 96]), "bn.bias": ([2], [96, 104]),
                "conv.weight": ([1, 1, 2, 2], [104, 120])}
        path = self.path("mixed.safetensors", safetensors({**NET, **more}, bytes(120)))
        self.path("x.csv", b"1,2,3\n")
        result = self.fails(0, "run", "article", "--calls", 1, "--weights", path, "--input", "x.csv")
        self.assertIn("left out, since only dense layers run without --net: bn.running_mean, bn.weight, bn.bias "
                      "and 1 more", result.stderr)

    def test_the_lines_of_python_make_what_is_read(self):
        """As far as the packages are there."""
        import subprocess
        import sys
        made = {
            "net.pt": "import torch; torch.save({'a.weight': torch.ones(4, 3), 'b.weight': torch.ones(2, 4)}, 'net.pt')",
            "net.pkl": "import numpy, pickle; pickle.dump({'a.weight': numpy.ones((4, 3)), 'b.weight': numpy.ones((2, 4))}, open('net.pkl', 'wb'))",
            "net.onnx": "import numpy, onnx; from onnx import helper as h, numpy_helper as n; onnx.save(h.make_model("
                        "h.make_graph([], 'g', [], [], [n.from_array(numpy.ones((4, 3)), 'a.weight'), n.from_array(numpy.ones((2, 4)), 'b.weight')])), 'net.onnx')",
            "net.keras": "import keras; m = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4), keras.layers.Dense(2)]); "
                         "m.save('net.keras')",
        }
        self.path("x.csv", b"1,2,3\n")
        for name, code in made.items():
            if subprocess.run([sys.executable, "-W", "ignore", "-c", "import safetensors.numpy; " + code],
                              cwd=self.folder, capture_output=True, check=False).returncode != 0:
                say_skipped(f"the conversion of {name}, since its library is not there")
                continue
            with self.subTest(name):
                said = self.fails(BAD_USAGE, "run", "--calls", 1, "--weights", name).stderr
                line = said[said.index("python3 -c"):].removesuffix(" (see dropscope run --help)\n")
                line = line.replace("python3", sys.executable, 1)
                subprocess.run(line, shell=True, cwd=self.folder, check=True, capture_output=True)
                self.well("run", "article", "--calls", 1, "--weights", "net.safetensors", "--input", "x.csv", "--seed", 1)
                os.remove(self.path("net.safetensors"))


@needs_program
class Themes(LogTest):
    COLOURS = [f'base0{i:X}: "{i:02x}{i:02x}{i:02x}"' for i in range(16)]
    MORE = [f'base1{i}: "ff000{i}"' for i in range(8)]

    def theme(self, content):
        return run("frame", "--theme", self.path("t.yaml", content), "--size", "40x12")

    def test_both_systems_in_both_forms_with_and_without_a_mark(self):
        nested = ["name: x", "palette:"] + ["  " + line for line in self.COLOURS]
        for lines in (["scheme: x"] + self.COLOURS, ["system: base24", "scheme: x"] + self.COLOURS + self.MORE,
                      ["system: base16"] + nested, ["system: base24"] + nested + ["  " + line for line in self.MORE]):
            for mark in (b"", b"\xef\xbb\xbf"):
                result = self.theme(mark + "\n".join(lines).encode())
                self.assertEqual((result.returncode, result.stderr), (0, ""), lines)

    def test_other_files_are_told(self):
        flat = "\n".join(["scheme: x"] + self.COLOURS)
        for content, says in (
            (flat.encode("utf-16"), "the theme is not YAML: it is UTF-16 text; unpack it: iconv -f UTF-16"),
            (gzip.compress(b"x"), "it is compressed with gzip"),
            (b"", "the theme is not a base16 scheme: expected keys base00 to base0F"),
            (b"system: tinted8\n" + flat.encode(), 'expected "base16" or "base24"'),
            (flat.replace('"000000"', '"000"').encode(), 'base00 is not a colour: "000"; expected six'),
        ):
            result = self.theme(content)
            self.assertEqual(result.returncode, BAD_INPUT)
            self.assertIn(says, result.stderr)

    def test_every_published_scheme_is_read(self):
        folder = os.environ.get("SCHEMES")
        if not folder:
            say_skipped("the published schemes, which SCHEMES may name")
            return
        counts = {}
        for system in ("base16", "base24"):
            files = sorted(pathlib.Path(folder, system).glob("*.y*ml"))
            counts[system] = len(files)
            for path in files:
                result = run("themes", path)
                self.assertEqual((result.returncode, result.stderr), (0, ""), path)
        self.assertGreaterEqual(min(counts.values()), 1)
        print(f"test: read {counts['base16']} base16 and {counts['base24']} base24 schemes")


if __name__ == "__main__":
    unittest.main()
