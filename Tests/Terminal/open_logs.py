"""Session logs of the opened form, as real runs elsewhere write them.

Made without any framework: masks from Python's random, statistics from their definitions. Each
function returns the bytes of a log and says what is special about it.
"""

import hashlib
import json
import math
import random


def packed(bits):
    """The bits as a log writes them: eight a byte, the first the most significant."""
    padded = bits + [0] * (-len(bits) % 8)
    return bytes(
        sum(bit << (7 - place) for place, bit in enumerate(padded[start:start + 8]))
        for start in range(0, len(padded), 8))


def count(shape):
    return math.prod(shape)


def stage(values, low, high, bins=16):
    finite = [value for value in values if math.isfinite(value)]
    mean = sum(finite) / len(finite) if finite else None
    sd = math.sqrt(sum((value - mean) ** 2 for value in finite) / len(finite)) if finite else None
    counts = [0] * bins
    for value in finite:
        counts[min(bins - 1, int((value - low) / (high - low) * bins))] += 1
    return {"mean": mean, "sd": sd, "min": min(finite, default=None),
            "max": max(finite, default=None), "zeros": sum(value == 0 for value in finite),
            "nan": sum(math.isnan(value) for value in values),
            "inf": sum(math.isinf(value) for value in values), "lo": low, "hi": high,
            "below": 0, "above": 0, "bins": counts}


def tiles(bits, shape):
    """Kept counts on a grid of at most 64 x 64, the first parts larger."""
    columns = shape[-1] if shape else 1
    rows = len(bits) // columns if columns else 0

    def parts(length):
        number = min(64, length)
        size, rest = divmod(length, number) if number else (0, 0)
        start = 0
        for index in range(number):
            end = start + size + (index < rest)
            yield range(start, end)
            start = end

    grid = [[sum(bits[row * columns + column] for row in down for column in across)
             for across in parts(columns)] for down in parts(rows)]
    return {"rows": len(grid), "columns": min(64, columns), "kept": sum(grid, [])}


class Site:
    """A place where dropout happens, and what its entries say."""

    def __init__(self, name, shape, rate=0.5, kind="dropout", drawn=None, evidence="mask",
                 stages=True):
        self.name, self.shape, self.rate, self.kind = name, shape, rate, kind
        self.drawn, self.evidence, self.stages = drawn, evidence, stages

    def record(self):
        return {"t": "site", "name": self.name, "kind": self.kind, "module": "Dropout",
                "where": "train.py:31", "registered": True, "shape": self.shape,
                "rate": self.rate}

    def draw(self, chance, size, keep):
        return [int(keep or chance.random() >= self.rate) for _ in range(size)]

    def factor(self, keep):
        return 1 if keep else 1 / (1 - self.rate)

    def entry(self, chance, phase="train", shape=None, **more):
        shape = shape or self.shape
        drawn = self.drawn or shape
        entry = {"name": self.name, "phase": phase, "shape": shape, "rate": self.rate, **more}
        keep = phase != "train"
        bits = self.draw(chance, count(drawn), keep)
        share = count(shape) // max(1, len(bits))
        whole = [bit for bit in bits for _ in range(share)] if self.drawn else bits
        scale = self.factor(keep)
        keep = keep and all(bits)
        entry.update(scale=scale, kept=sum(whole))
        if self.drawn and not keep:
            entry.update(drawn=drawn, decisions=sum(bits))
        if keep:
            entry["mask"] = None
        elif self.evidence == "mask":
            entry["mask"] = packed(bits).hex()
        elif self.evidence == "digest":
            entry["digest"] = hashlib.sha256(packed(bits)).digest()[:8].hex()
            entry["tiles"] = tiles(bits, drawn)
        if self.stages:
            before = [max(0, chance.gauss(0, 1)) for _ in range(count(shape))]
            masked = [value * bit for value, bit in zip(before, whole)]
            after = [value * scale for value in masked]
            high = max(after + before, default=0) + 1
            for name, values in (("before", before), ("masked", masked), ("after", after)):
                entry[name] = stage(values, 0, high)
        return entry


SESSION = {"t": "session", "v": 1, "app": "tests", "started": "2026-01-02T03:04:05Z",
           "source": "pytorch", "run": "r1", "rank": 0, "ranks": 1,
           "framework": {"name": "torch", "version": "2.15.0", "device": "cpu"},
           "policy": {"masks": 1, "stages": 1}}


def log(*records, newline="\n", start=""):
    text = start + "".join(json.dumps(record) + newline for record in records)
    return text.encode()


def call(n, layers, phase="train", **more):
    return {"t": "call", "n": n, "ms": 37 * n, "step": n, "phase": phase,
            "grad": phase == "train", "layers": layers, **more}


def mlp(chance, sites=None, calls=6, **options):
    sites = sites or [Site("net.drop1", [8, 24], 0.2), Site("net.drop2", [8, 12])]
    records = [SESSION] + [site.record() for site in sites]
    records += [call(n, [site.entry(chance) for site in sites], loss=2 / n)
                for n in range(1, calls + 1)]
    return log(*records, {"t": "end", "n": calls, "ms": 999, "reason": "finished"}, **options)


def transformer(chance, evidence="mask", stages=True, blocks=4):
    """Blocks of four sites with a path each; eval calls have fewer sites; one site appears late."""
    sites = []
    for block in range(blocks):
        name = f"blocks.{block}"
        sites += [
            Site(f"{name}.attn.drop", [2, 2, 4, 4], 0.1, evidence=evidence, stages=stages),
            Site(f"{name}.attn.proj_drop", [2, 4, 8], 0.1, evidence=evidence, stages=stages),
            Site(f"{name}.mlp.drop", [2, 4, 8], 0.2, evidence=evidence, stages=stages),
            Site(f"{name}.drop_path", [2, 4, 8], 0.05 * block, "droppath", [2, 1, 1],
                 evidence=evidence, stages=stages)]
    late = Site("head.drop", [2, 10], 0.3, evidence=evidence, stages=stages)
    records = [SESSION] + [site.record() for site in sites]
    for n in range(1, 9):
        if n in (4, 5):
            entries = [site.entry(chance, "eval") for site in sites if "drop_path" not in site.name]
            records.append(call(n, entries, "eval"))
            continue
        if n == 6:
            records.append(late.record())
        entries = [site.entry(chance) for site in sites + ([late] if n >= 6 else [])]
        records.append(call(n, entries, loss=2 / n))
    return log(*records)


def shared(chance):
    """One site that runs three times a call and is recomputed, within the call and after it."""
    site = Site("shared.drop", [6, 24], 0.25)
    records = [SESSION, site.record()]
    for n in range(1, 6):
        entries = [site.entry(chance)] + [site.entry(chance, run=run) for run in (2, 3)]
        if n % 2:
            records.append(call(n, entries + [dict(entries[0], recomputed=True)]))
        else:
            records.append(call(n, entries))
            records.append({"t": "recompute", "n": n, "ms": 37 * n, "layers": [entries[0]]})
    return log(*records)


def bare(_):
    """Calls that say no more than they must."""
    return log(
        {"t": "session", "v": 1}, {"t": "call", "n": 3, "phase": "train", "layers": []},
        {"t": "call", "n": 7, "phase": "train", "layers": [{"name": "a"}, {"name": "b"}]},
        {"t": "call", "n": 8, "phase": "eval", "layers": [{"name": "b", "mask": None}]},
        {"t": "call", "n": 9, "phase": "train",
         "layers": [{"name": "a", "mask": "a0"}, {"name": "c", "shape": [2, 3], "kept": 4}]})


def events(chance):
    """All small records, and words that a terminal must not obey."""
    site = Site("d\u202erop \u001b[31m é", [4, 6])
    skipped = {"t": "skipped", "n": 3, "ms": 2, "calls": 4, "masks": 2, "why": "budget"}
    return log(
        dict(SESSION, modules=[{"name": "idle", "kind": "dropout", "rate": 0.1}]),
        {"t": "note", "n": 0, "ms": 0, "site": "attn", "text": "fused kernel: not seen"},
        call(1, [site.entry(chance)], rng=12345, thread="main", root="net",
             unseen=[{"what": "inductor", "draws": 2}]),
        {"t": "change", "n": 2, "ms": 1, "what": "rate", "layer": site.name, "from": "0.5",
         "to": "0.25"},
        {"t": "change", "n": 2, "ms": 1, "what": "colour", "from": "red", "to": "blue"},
        call(2, [site.entry(chance)]), skipped, {"t": "mark", "n": 2, "ms": 3, "text": "here"},
        {"t": "accept", "n": 2, "ms": 3, "rule": "D05", "site": site.name, "why": "meant"},
        {"t": "weather", "sun": [1, {"deep": None}]}, call(7, [site.entry(chance)]))


def ranks(_):
    """Tensors of every number of axes, and of no element; and one of a shape that changes."""
    chance = random.Random(9)
    shapes = [[], [7], [3, 5], [2, 3, 4], [2, 2, 3, 4], [1, 2, 2, 2, 3], [0, 4], [3, 200, 65]]
    sites = [Site(f"rank{index}", shape, 0.3) for index, shape in enumerate(shapes)]
    last = Site("shrinks", [8, 6], 0.3)
    records = [SESSION] + [site.record() for site in sites + [last]]
    for n in range(1, 4):
        entries = [site.entry(chance) for site in sites]
        records.append(call(n, entries + [last.entry(chance, shape=[8 if n < 3 else 5, 6])]))
    return log(*records)


def not_numbers(chance):
    """Bare NaN and infinities, as Python's json writes them."""
    site = Site("net.drop", [4, 6])
    entry = site.entry(chance)
    entry["before"] = dict(entry["before"], mean=math.nan, max=math.inf, nan=1, inf=1)
    return log(SESSION, site.record(), call(1, [entry], loss=math.nan, worst=-math.inf),
               call(2, [dict(site.entry(chance), scale=math.inf)], note=math.nan))


class Broken(Site):
    """A site with one fault, from some draw in training on; `width` is its tensor's last axis."""

    def __init__(self, fault, onset, *arguments, **options):
        super().__init__(*arguments, **options)
        self.fault, self.onset, self.draws, self.past = fault, onset, 0, []
        self.width = self.shape[-1]

    def draw(self, chance, size, keep):
        if keep and self.fault != "eval":
            return super().draw(chance, size, keep)
        bits = super().draw(chance, size, False)
        self.draws += not keep
        if self.draws < self.onset:
            return [1] * size if keep else bits
        return getattr(self, f"draw_{self.fault}", lambda bits, chance: bits)(bits, chance)

    def draw_idle(self, bits, _):
        return [1] * len(bits)

    def draw_swapped(self, bits, _):
        return [1 - bit for bit in bits]

    def draw_twice(self, bits, chance):
        return [bit & (chance.random() >= self.rate) for bit in bits]

    def draw_frozen(self, bits, _):
        self.past = self.past or [bits]
        return self.past[0]

    def draw_period(self, bits, _):
        if len(self.past) < 7:
            self.past.append(bits)
        return self.past[self.draws % len(self.past)]

    def draw_groups(self, bits, _):
        return [bits[place // 4 * 4] for place in range(len(bits))]

    def draw_pairs(self, bits, _):
        return [bits[place // 2 * 2] for place in range(len(bits))]

    def draw_rows(self, bits, _):
        return [bits[place // self.width * self.width] for place in range(len(bits))]

    def draw_batch(self, bits, _):
        return [bits[place % self.width] for place in range(len(bits))]

    def draw_dead(self, bits, _):
        return [bit * (place % self.width != 3) for place, bit in enumerate(bits)]

    def factor(self, keep):
        scales = {"bare": 1, "scaled-twice": (1 - self.rate) ** -2, "1/p": 1 / self.rate,
                  "inverse": 1 - self.rate}
        if keep or self.draws < self.onset:
            return super().factor(keep)
        return scales.get(self.fault, super().factor(keep))


# What is wrong, and the rule that says so.
FAULTS = {
    "eval": "D01", "idle": "D02", "swapped": "D03", "twice": "D03", "bare": "D04",
    "scaled-twice": "D04", "1/p": "D04", "inverse": "D04", "frozen": "D06", "period": "D06",
    "groups": "D07", "pairs": "D07", "rows": "D07", "batch": "D07", "dead": "D09",
}


def session(chance, sites, calls=80, header=None):
    """Training with an evaluation of three calls after every ten; the records, one by one."""
    records = [header or SESSION] + [site.record() for site in sites]
    for n in range(1, calls + 1):
        phase = "eval" if n % 13 > 10 else "train"
        records.append(call(n, [site.entry(chance, phase) for site in sites], phase))
    return records


def faulty(fault, chance, rate=0.3, onset=1, shape=(16, 40), **options):
    """A session with one site that has the fault, between two that are healthy."""
    return session(chance, [
        Site("first.drop", list(shape), rate, **options),
        Broken(fault, onset, "bad.drop", list(shape), rate, **options),
        Site("last.drop", [16, 20], 0.5, **options)])


LOGS = {
    "mlp": mlp,
    "late-and-fewer": transformer,
    "digests": lambda chance: transformer(chance, evidence="digest"),
    "no-stages": lambda chance: transformer(chance, stages=False),
    "counts-only": lambda chance: transformer(chance, evidence=None, stages=False),
    "many": lambda chance: transformer(chance, blocks=12),
    "shared-and-recomputed": shared,
    "bare": bare,
    "events": events,
    "ranks": ranks,
    "not-numbers": not_numbers,
    "mark-at-start": lambda chance: mlp(chance, start="\ufeff"),
    "carriage-returns": lambda chance: mlp(chance, newline="\r\n"),
}


def make(name, seed=1):
    """The bytes of the log of that name."""
    return LOGS[name](random.Random(f"{name} {seed}"))
