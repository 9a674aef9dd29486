"""Makes the fixtures beside it: python3 make.py. Needs NumPy; made with NumPy 2.4.6."""

import io
import json
import pathlib
import struct

import numpy

here = pathlib.Path(__file__).parent

# The numbers of every .npy fixture but the special ones: exact in all types that can hold them.
grid = numpy.arange(6).reshape(2, 3)

for kind in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]:
    for order in "<" if kind.endswith("1") else "<>":
        name = "be" if order == ">" else "le"
        numpy.save(here / f"{kind}-{name}.npy", grid.astype(order + kind))

numpy.save(here / "b1.npy", grid % 2 == 1)
numpy.save(here / "fortran.npy", numpy.asfortranarray(numpy.arange(24, dtype="<f4").reshape(2, 3, 4)))
numpy.save(here / "scalar.npy", numpy.float32(2.5))
numpy.save(here / "empty.npy", numpy.zeros((0, 3), dtype="<f8"))
numpy.save(here / "complex.npy", grid.astype("<c16"))
numpy.save(here / "object.npy", numpy.array([None, 1], dtype=object), allow_pickle=True)
numpy.save(here / "text.npy", numpy.array(["a", "b"]))
numpy.save(here / "records.npy", numpy.zeros(2, dtype=[("a", "<f4"), ("b", "<i2")]))
numpy.save(
    here / "special.npy",
    numpy.array([0.1, -0.0, 6e-8, 6.1e-5, 65504, numpy.inf, -numpy.inf, numpy.nan], dtype="<f2"),
)
for version in [(2, 0), (3, 0)]:
    buffer = io.BytesIO()
    numpy.lib.format.write_array(buffer, grid.astype("<f4"), version=version)
    (here / f"version{version[0]}.npy").write_bytes(buffer.getvalue())


def safetensors(name, tensors):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for key, dtype, shape, raw in tensors:
        header[key] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (here / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


def raw(values, kind):
    return numpy.array(values, dtype=kind).tobytes()


bfloat16 = (numpy.array([0.5, -1.5, 3], dtype="<f4").view("<u4") >> 16).astype("<u2").tobytes()
safetensors(
    "types.safetensors",
    [
        ("f64", "F64", [2, 1], raw([0.5, 1e300], "<f8")),
        ("i64", "I64", [], raw(-7, "<i8")),
        ("u64", "U64", [1], raw([2**64 - 1], "<u8")),
        ("f32", "F32", [2], raw([0.1, -2], "<f4")),
        ("f16", "F16", [2], raw([0.5, -2], "<f2")),
        ("bf16", "BF16", [3], bfloat16),
        ("empty", "F32", [0, 4], b""),
        ("i8", "I8", [2], raw([-1, 127], "i1")),
        ("bool", "BOOL", [3], raw([1, 0, 1], "u1")),
    ],
)
safetensors(
    "network.safetensors",
    [
        (f"net.{index}.{part}", "F32", shape, raw(numpy.arange(numpy.prod(shape)), "<f4"))
        for index, outputs, inputs in [(0, 3, 2), (2, 4, 3), (10, 2, 4)]
        for part, shape in [("bias", [outputs]), ("weight", [outputs, inputs])]
    ],
)

# Archives of arrays: stored, and deflated.
numpy.savez(here / "one.npz", x=grid.astype("<f4"))
numpy.savez(here / "two.npz", x=grid.astype("<f4"), y=numpy.array([7, 8], dtype="<i2"))
numpy.savez_compressed(here / "deflated.npz", x=numpy.zeros((20, 30), dtype="<f4"))
numpy.savez(here / "none.npz")
