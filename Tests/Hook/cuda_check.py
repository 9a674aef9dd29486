#!/usr/bin/env python3
"""The PyTorch hook on an NVIDIA GPU: OUT=DIR cuda_check.py

Runs small models with and without the hook and writes to $OUT the logs and `cuda_check.json`:

    same      whether losses and the generators' states are equal to the bit
    masks     whether the masks on record are those that the layers applied
    fused     what is on record of attention kernels that keep their masks to themselves
    syncs     synchronising calls that PyTorch counts in recorded steps, with and without the hook
    slow      how much slower a step is once a recording runs, by blocks in alternation; what its
              start and its first two calls cost; what the hook says it has taken, by part

Needs PyTorch with CUDA, no network, under two minutes. Exit 1 where something is not as it should be.
"""
import contextlib
import json
import os
import pathlib
import statistics
import sys
import time
import traceback
import warnings

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Sources" / "PythonHook"))
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1] / "Peers"))
import bench_hook  # noqa: E402
import dropscope_hook  # noqa: E402

OUT = pathlib.Path(os.environ.get("OUT", "."))
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
REPORT = {"torch": torch.__version__, "device": DEVICE, "problems": []}
if DEVICE == "cuda":
    REPORT["gpu"] = torch.cuda.get_device_name()


class Kinds(nn.Module):
    """Five kinds of dropout, each on activations that are not zero unless by rounding."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(64, 128)
        self.alpha = nn.AlphaDropout(0.2)
        self.second = nn.Conv2d(8, 16, 3, padding=1)
        self.feature_alpha = nn.FeatureAlphaDropout(0.3)
        self.third = nn.Conv2d(16, 16, 3, padding=1)
        self.channel = nn.Dropout2d(0.4)
        self.fourth = nn.Linear(256, 256)
        self.element = nn.Dropout(0.3)
        self.fifth = nn.Linear(256, 64)
        self.in_place = nn.Dropout(0.5, inplace=True)
        self.last = nn.Linear(64, 10)

    def forward(self, x):
        x = self.alpha(self.first(x)).view(-1, 8, 4, 4)
        x = self.channel(self.third(self.feature_alpha(self.second(x))))
        x = self.element(self.fourth(x.flatten(1)))
        return self.last(self.in_place(self.fifth(x)))


class Attention(nn.Module):
    def __init__(self, backend):
        super().__init__()
        self.qkv = nn.Linear(128, 384)
        self.out = nn.Linear(128, 128)
        self.backend = backend

    def forward(self, x):
        batch, length, width = x.shape
        qkv = self.qkv(x).view(batch, length, 3, 4, 32).permute(2, 0, 3, 1, 4)
        if self.backend == "FLASH_ATTENTION" and DEVICE == "cuda":
            qkv = qkv.to(torch.bfloat16)    # takes no other, whatever autocast makes of the projection
        with _kernel(self.backend):
            y = F.scaled_dot_product_attention(*qkv, dropout_p=0.1 if self.training else 0.0)
        y = y.transpose(1, 2).reshape(batch, length, width)
        return self.out(y.to(self.out.weight.dtype))


def _kernel(backend):
    if DEVICE != "cuda":
        return contextlib.nullcontext()
    from torch.nn.attention import SDPBackend, sdpa_kernel
    return sdpa_kernel(getattr(SDPBackend, backend))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(64, 64, 2, dropout=0.3, batch_first=True)

    def forward(self, x):
        return self.lstm(x)[0]


class ByHand(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(64, 64)

    def forward(self, x):
        x = self.a(x)
        if self.training:
            x = x * (torch.rand_like(x) > 0.25) / 0.75
        return x


CASES = {
    "kinds": (Kinds, lambda: torch.randn(32, 64), None),
    "kinds-bf16": (Kinds, lambda: torch.randn(32, 64), torch.bfloat16),
    "flash": (lambda: Attention("FLASH_ATTENTION"), lambda: torch.randn(4, 64, 128), torch.bfloat16),
    "efficient": (lambda: Attention("EFFICIENT_ATTENTION"), lambda: torch.randn(4, 64, 128), None),
    "math": (lambda: Attention("MATH"), lambda: torch.randn(4, 64, 128), None),
    "lstm": (Recurrent, lambda: torch.randn(8, 16, 64), None),
    "by-hand": (ByHand, lambda: torch.randn(32, 64), None),
    "encoder": (
        lambda: nn.TransformerEncoderLayer(64, 4, 128, 0.1, batch_first=True),
        lambda: torch.randn(8, 16, 64), torch.bfloat16),
}


def train(make, inputs, dtype, steps, *, path=None, mode="full", truth=None):
    torch.manual_seed(11)
    model = make().to(DEVICE)
    x = inputs().to(DEVICE)
    optimizer = torch.optim.Adam(model.parameters())
    handles = []
    if truth is not None:
        for name, module in model.named_modules():
            if isinstance(module, nn.modules.dropout._DropoutNd):
                handles.append(module.register_forward_hook(
                    lambda module, args, out, name=name: truth.append((name, args[0], out))))
    losses = []
    recording = dropscope_hook.record(path, model, mode=mode) if path else contextlib.nullcontext()
    with recording as recorder:
        for _ in range(steps):
            with torch.autocast(DEVICE, dtype, enabled=dtype is not None):
                loss = (model(x).float() ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
            if recorder is not None:
                recorder.log(loss=loss)
        model.eval()
        with torch.no_grad():
            losses.append(model(x).float().sum())
    for handle in handles:
        handle.remove()
    states = [torch.get_rng_state()] + ([torch.cuda.get_rng_state()] if DEVICE == "cuda" else [])
    return [float(loss) for loss in losses], states


def read(path):
    return [json.loads(line) for line in open(path)]


def problem(text):
    REPORT["problems"].append(text)
    print("PROBLEM:", text, flush=True)


def check_same(name):
    make, inputs, dtype = CASES[name]
    plain, plain_states = train(make, inputs, dtype, 20)
    found = {}
    for mode in ("full", "auto"):
        path = str(OUT / f"{name}.{mode}.jsonl")
        losses, states = train(make, inputs, dtype, 20, path=path, mode=mode)
        found[mode] = losses == plain and all(map(torch.equal, states, plain_states))
        if not found[mode]:
            problem(f"{name}: with the hook ({mode}) losses or generators differ")
        log = read(path)
        found[f"{mode} notes"] = [record["text"] for record in log if record["t"] == "note"]
        if any("failed" in text for text in found[f"{mode} notes"]):
            problem(f"{name}: {found[f'{mode} notes']}")
    REPORT.setdefault("same", {})[name] = found


def check_masks(name):
    make, inputs, dtype = CASES[name]
    truth = []
    train(make, inputs, dtype, 5, truth=truth)
    path = str(OUT / f"{name}.masks.jsonl")
    train(make, inputs, dtype, 5, path=path)
    entries = [e for r in read(path) if r["t"] == "call" and r["phase"] == "train" for e in r["layers"]]
    shapes = {r["name"]: r.get("shape") for r in read(path) if r["t"] == "site"}
    equal = differ = 0
    by_site = {}
    for site, before, after in truth:
        by_site.setdefault(site, []).append((before.detach(), after.detach()))
    for site, pairs in by_site.items():
        mine = [entry for entry in entries if entry["name"] == site]
        for entry, (before, after) in zip(mine, pairs):
            if not before.count_nonzero() == before.numel():
                continue    # rounding gave a zero: what was dropped cannot be told
            drawn = entry.get("drawn") or entry.get("shape") or shapes[site]
            dropped = after == 0
            if site in ("alpha", "feature_alpha"):
                # What is dropped has one value, whatever came in.
                dropped = after == after.flatten()[after.flatten().mode().indices]
            kept = (~dropped).expand(before.shape)
            for axis, length in enumerate(drawn):
                if length == 1 and kept.shape[axis] > 1:
                    kept = kept.any(axis, keepdim=True)
            text = dropscope_hook._pack_bits(kept.contiguous().cpu())
            same = dropscope_hook._bytes(text).hex() == entry["mask"]
            equal, differ = equal + same, differ + (not same)
    REPORT.setdefault("masks", {})[name] = {"equal": equal, "differ": differ}
    if differ or not equal:
        problem(f"{name}: {equal} masks equal, {differ} differ")


def check_fused():
    for name in ("flash", "efficient", "math", "lstm", "by-hand"):
        log = read(OUT / f"{name}.full.jsonl")
        call = next(r for r in log if r["t"] == "call")
        keys = ("name", "rate", "shape", "drawn", "dialect", "seed", "offset", "kept", "scale")
        entries = [{key: entry[key] for key in keys if key in entry} for entry in call["layers"]]
        REPORT.setdefault("fused", {})[name] = {
            "entries": entries, "unseen": call.get("unseen"),
            "offsets": [e.get("offset") for r in log if r["t"] == "call" for e in r["layers"]][:4]}
        if not entries and not call.get("unseen"):
            problem(f"{name}: nothing is on record")


def check_syncs():
    if DEVICE != "cuda":
        return
    for name in ("kinds", "flash", "by-hand", "encoder"):
        make, inputs, dtype = CASES[name]
        counts = {}
        for mode in (None, "auto", "full"):
            model = make().to(DEVICE)
            x = inputs().to(DEVICE)
            optimizer = torch.optim.Adam(model.parameters())
            path = str(OUT / f"{name}.syncs.jsonl")
            recording = dropscope_hook.record(path, model, mode=mode) if mode else contextlib.nullcontext()
            with recording, warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                torch.cuda.set_sync_debug_mode("warn")
                try:
                    for _ in range(10):
                        with torch.autocast(DEVICE, dtype, enabled=dtype is not None):
                            loss = (model(x).float() ** 2).mean()
                        optimizer.zero_grad()
                        loss.backward()
                        optimizer.step()
                finally:
                    torch.cuda.set_sync_debug_mode("default")
                counts[mode or "without"] = sum("synchronizing" in str(w.message) for w in caught)
        REPORT.setdefault("syncs", {})[name] = counts
        if max(counts["auto"], counts["full"]) > counts["without"]:
            problem(f"{name}: the hook synchronises: {counts}")


def check_slow(blocks=8, seconds=2.0):
    """One recording, taken off and put on again between blocks: see Tests/Peers/bench_hook.py."""
    models = {
        "mlp": (
            lambda: nn.Sequential(
                nn.Linear(784, 1024), nn.ReLU(), nn.Dropout(0.5), nn.Linear(1024, 1024), nn.ReLU(),
                nn.Dropout(0.5), nn.Linear(1024, 1024), nn.ReLU(), nn.Dropout(0.5), nn.Linear(1024, 10)),
            lambda: torch.randn(128, 784), None),
        "encoder": (
            lambda: nn.TransformerEncoder(
                nn.TransformerEncoderLayer(512, 8, 2048, 0.1, batch_first=True), 6,
                enable_nested_tensor=False),
            lambda: torch.randn(32, 256, 512), torch.bfloat16),
    }
    if DEVICE != "cuda":
        del models["encoder"]
        blocks, seconds = 3, 0.5
    for name, (make, inputs, dtype) in models.items():
        model, x = make().to(DEVICE), inputs().to(DEVICE)
        optimizer = torch.optim.Adam(model.parameters())

        def steps(count):
            if DEVICE == "cuda":
                torch.cuda.synchronize()
            began = time.perf_counter()
            for _ in range(count):
                with torch.autocast(DEVICE, dtype, enabled=dtype is not None):
                    loss = (model(x).float() ** 2).mean()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            if DEVICE == "cuda":
                torch.cuda.synchronize()
            return (time.perf_counter() - began) / count

        steps(5)
        count = max(10, int(seconds / steps(10)))
        path = str(OUT / f"{name}.slow.jsonl")
        plain, hooked, parts = [steps(count)], [], []
        recorder = dropscope_hook.record(path, model).start()
        first = 2 * (steps(2) - plain[0])
        engine = recorder._engine
        for _ in range(blocks):
            before = recorder.costs
            hooked.append(steps(count))
            parts.append({part: spent - before[part] for part, spent in recorder.costs.items()})
            bench_hook.take_off(engine)
            plain.append(steps(count))
            bench_hook.put_on(engine)
        recorder.stop()
        plain = plain[1:]
        log = read(path)
        ratio = sum(hooked) / sum(plain) - 1
        REPORT.setdefault("slow", {})[name] = {
            "ms": statistics.median(plain) * 1e3, "ms with": statistics.median(hooked) * 1e3,
            "percent": ratio * 100, "by block": [round((b / a - 1) * 100, 1) for a, b in zip(plain, hooked)],
            "first two calls ms": first * 1e3,
            "hook ms a step": {
                part: round(sum(block[part] for block in parts) / count / blocks * 1e3, 4) for part in parts[0]},
            "by block ms": [
                {part: round(spent * 1e3, 1) for part, spent in block.items()} for block in parts],
            "steps": count, "calls on record": sum(r["t"] == "call" for r in log),
            "masks on record": sum("mask" in e for r in log if r["t"] == "call" for e in r["layers"]),
            "bytes": os.path.getsize(path)}
        if ratio > 0.05:
            problem(f"{name}: {ratio * 100:.1f} % slower")
        os.remove(path)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    tasks = [(check_same, (name,)) for name in CASES]
    tasks += [(check_masks, ("kinds",)), (check_masks, ("kinds-bf16",))]
    tasks += [(check_fused, ()), (check_syncs, ()), (check_slow, ())]
    for task, arguments in tasks:
        began = time.perf_counter()
        try:
            task(*arguments)
        except Exception:  # noqa: BLE001: the other checks go on
            problem(f"{task.__name__}{arguments}: {traceback.format_exc()}")
        print(task.__name__, *arguments, f"{time.perf_counter() - began:.1f} s", flush=True)
        (OUT / "cuda_check.json").write_text(json.dumps(REPORT, indent=1))
    print(json.dumps(REPORT, indent=1))
    return 1 if REPORT["problems"] else 0


if __name__ == "__main__":
    sys.exit(main())
