#!/usr/bin/env python3
"""Makes Sources/DropoutEngine/Simulation/Presets/OptdigitsRows.swift from the published CSV.

    optdigits.py CSV            writes the file
    optdigits.py CSV --check    compares it with the CSV, number by number; exit 1 when they differ

The CSV holds a row a digit: 64 pixels 0..16 row by row, then the digit; lines with # are comments.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = ROOT / "Sources/DropoutEngine/Simulation/Presets/OptdigitsRows.swift"
HEAD = '''\
/// The 1797 rows of ``Optdigits``: 64 pixels row by row, `a` for 0 to `q` for 16, then the digit.
///
/// Made from the published file by `Tests/Peers/optdigits.py`; longer than a source file should be
/// because it is data, kept in the binary so that it is found from any working directory.
let optdigitsRows: StaticString = """
'''


def published(path):
    lines = [line for line in open(path) if line.strip() and not line.startswith("#")]
    rows = [[int(number) for number in line.split(",")] for line in lines]
    for number, row in enumerate(rows, 1):
        if len(row) != 65 or not all(0 <= p <= 16 for p in row[:64]) or not 0 <= row[64] <= 9:
            sys.exit(f"{path}: row {number} is not 64 pixels of 0 to 16 and a digit")
    return rows


def encoded(rows):
    lines = ["".join(chr(ord("a") + p) for p in row[:64]) + str(row[64]) for row in rows]
    return HEAD + "".join(f"  {line}\n" for line in lines) + '  """\n'


def kept(path):
    lines = re.findall(r"^  ([a-q]{64})([0-9])$", path.read_text(), re.MULTILINE)
    return [[ord(c) - ord("a") for c in pixels] + [int(digit)] for pixels, digit in lines]


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    rows = published(arguments[0])
    if "--check" not in sys.argv:
        TARGET.write_text(encoded(rows))
        return
    have = kept(TARGET)
    if len(have) != len(rows):
        sys.exit(f"{TARGET.name} has {len(have)} rows, {arguments[0]} has {len(rows)}")
    for number, (a, b) in enumerate(zip(have, rows), 1):
        if a != b:
            sys.exit(f"{TARGET.name}: row {number} is {a}, published is {b}")
    if TARGET.read_text() != encoded(rows):
        sys.exit(f"{TARGET.name} holds the rows but is not what this program writes")
    print(f"{TARGET.name}: all {len(rows)} rows are the published ones")


if __name__ == "__main__":
    main()
