"""Records every dropout mask of a PyTorch run, exactly, without changing the run.

    import dropscope_hook
    with dropscope_hook.record("run.jsonl", model):
        train(model)

or, with a training script that is not touched at all:

    python -m dropscope_hook train.py --epochs 3

The log is JSON Lines; `dropscope attach run.jsonl` shows it while it grows, `dropscope check
run.jsonl` says what is wrong with dropout in it. Needs PyTorch 2.0 or later and nothing else.

How it works, from the bottom up. *Taps* stand in PyTorch's dispatcher, below autograd, in front of
the operators that draw 0/1 noise, and read what the generator gave: no mask is ever inferred from
zeros in an output. *Entries* are thin wrappers around the functions that apply dropout: they know
p, the training flag, and the tensor before and after. *Calls* are outermost runs of a module; they
know the phase, the path of the module that owns a draw, and where backward recomputes. A
*governor* times all of this and leaves out what would cost more than its share; what it leaves out
is counted in the log. A thread of its own makes text of the evidence and writes it.

Nothing here touches a random generator, waits for a GPU, or raises into the run.
"""
from __future__ import annotations

import atexit
import collections
import ctypes
import dis
import functools
import hashlib
import json
import math
import os
import sys
import threading
import time
import warnings
import weakref
import zlib

import torch
from torch.optim.optimizer import register_optimizer_step_post_hook
from torch.utils._python_dispatch import TorchDispatchMode

__all__ = ["record", "show", "Recorder"]
__version__ = "0.1.0"

try:
    import numpy            # packs bits faster, where it is there; never needed
except ImportError:
    numpy = None

# What the defaults allow. Times are shares of the run's time or seconds, sizes bytes or elements.
SHARE = 0.03            # of the time for all that the hook does, on the run's threads and its own
MASK_SHARE = 0.02       # ... of it for calls without histograms
SHORT_SHARE = 0.0125    # ... where steps are so short that what the hook cannot time counts
STAGE_SHARE = 0.005     # ... and for those with
ALLOWANCE = 0.1         # seconds that the hook may spend before it has earned any
SAVINGS = 1.0           # seconds that may be saved up
SURE = 2                # calls of each root and phase that are recorded, with histograms, at any cost
FIRST = 64              # calls of each that are recorded one after the other as far as the share allows
SHORT = 0.005           # seconds between calls under which they are recorded in long bursts
WINDOW = 64             # optimizer steps of such a burst
BURST = 4               # ... of one where calls take longer
DOUBT_EVERY = 4         # calls of short steps after which a result is looked at for NaN
STAGE_EVERY = 12        # histograms are taken of at most one call in so many
SAMPLE = 1 << 14        # elements a histogram reads; rows are left out evenly beyond it
SMALL = 1 << 12         # masks up to so many elements are always written in full
TILED = 1 << 22         # masks up to so many are counted in tiles where they are left out
MASK_BURST = 8 << 20    # bytes of full masks at once; beyond it digests and tiles
MASK_RATE = 1 << 20     # ... and so many more each second
LOG_LIMIT = 1 << 30     # a log that has grown so large is ended
WAITING = 48 << 20      # bytes of bits that may wait for the writer; beyond it they are left out
BACKLOG = 256           # records after which the writer is woken; else it looks
LATENCY = 0.1           # ... after so many seconds
LOOKS = 16              # calls of each root and phase that are recorded though the share is used up,
LOOKS_FOR = 0.03        # ... while they have taken less than so many seconds
RETURNS = 8             # times that a phase which comes again has its first call recorded at any cost
SURPRISES = 8           # times that a call with more or fewer sites than usual has the next one recorded
SEEDINGS = 16           # times that the generator is seeded, after which a few calls are recorded at any cost
NEW_ROOTS = 16          # roots that end a rest when they are called for the first time
MOST_OF_NONE = 1e-4     # seconds that a call which is left out can cost
REST_FOR = 10.0         # seconds after which the hook looks for other roots while it stands aside

# What the hook cannot time of itself: its frames around a call and around a draw, a trace's detour
# through Python for an operator, putting the taps back, and on a GPU reading an element and
# copying a byte. In seconds; measured, those of the GPU estimated.
PER_CALL, PER_RUN, PER_TRACED, PER_WAKE = 25e-6, 15e-6, 10e-6, 300e-6
PER_ELEMENT, PER_BYTE = 2e-11, 1e-10

CHUNK = 1 << 18         # elements that are packed at a time, a multiple of 8
BINS = 32
HELD = 8                # traces in which a mask that outlives its call is followed
QUIET = 8               # calls without a site after which a root is looked at rarely
LEARNS_FOR = 12         # steps of other optimizers after which what one holds is taken to be at rest
RECOMPUTED = 64         # newest calls whose draws are kept, as backward may make them again
RECOMPUTED_FOR = 8      # ... for so many optimizer steps


# ---------------------------------------------------------------------------------------------
# What a person calls

_active = None


def record(path="run.jsonl", model=None, **options):
    """Records into `path` from `start()`, or `with`, to `stop()`.

    Args:
      path: where the log goes; with several ranks `run.jsonl` becomes `run.rank0.jsonl`. A file
        that is there already is kept as `run.jsonl.old`.
      model: the model whose module paths name the sites; or a list, or a dict by name, of
        several. Without one the names come from whichever modules are called.
      mode: "auto" keeps within its share of the time; "full" records every call with all masks
        and histograms, for tests.
      run: an id that all ranks of a run share; made up where it is not given.
      step: how many optimizer steps were made before; a resumed run goes on from there.
      rank, ranks: this process's number and how many there are; from torch.distributed or the
        launcher's environment where they are not given.
    """
    return Recorder(path, model, **options)


class Recorder:
    """A recording; see `record`."""

    def __init__(self, path="run.jsonl", model=None, *, mode="auto", run=None, rank=None, ranks=None, step=0):
        if mode not in ("auto", "full"):
            raise ValueError(f"mode should be 'auto' or 'full', not {mode!r}")
        self.rank, self.ranks = _rank(rank, ranks)
        self.path = _rank_path(os.fspath(path), self.rank, self.ranks)
        self.run = run or _run_id()
        self.full = mode == "full"
        self.step = int(step)
        self._given = model
        self._engine = None
        self._costs = {}

    def start(self):
        """Begins to record; returns self."""
        global _active
        if self._engine is not None:
            return self
        if _active is not None:
            _say(f"{_active.path} is being recorded already; {self.path} is not")
            return self
        try:
            self._engine = _Engine(self)
            self._engine.install()
        except Exception as error:  # noqa: BLE001: training goes on without a log
            _say(f"cannot record: {error!r}")
            if self._engine is not None:
                self._engine.uninstall()
                self._engine = None
            return self
        _active = self
        atexit.register(self._stop_at_exit)
        return self

    def stop(self, reason="done"):
        """Ends the recording; all that was seen is in the file when it returns."""
        global _active
        engine = self._engine
        if engine is None:
            return
        if _active is self:
            _active = None
        atexit.unregister(self._stop_at_exit)
        engine.stop(reason)
        self._costs = self.costs
        self._engine = None

    def log(self, loss=None, epoch=None, held_out=None):
        """Says what the newest call's loss was, which epoch it is in, an accuracy on other rows."""
        if self._engine is not None:
            self._engine.log(loss, epoch, held_out)

    @property
    def costs(self):
        """Seconds that the hook has taken so far: by part of the run's threads, and of the writer."""
        engine = self._engine
        if engine is not None:
            self._costs = dict(zip(PARTS, engine.costs), writer=engine.log_file.spent)
        return dict(self._costs)

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, error, trace):
        self.stop("done" if kind is None else kind.__name__)
        return False

    def _stop_at_exit(self):
        self.stop("exit")


def show(run, call=None, view=None, size="120x40"):
    """One frame of the recording as a picture for a notebook: its newest call, or `call`.

    `run` is a recorder or a path. The picture is made by `dropscope frame --format svg`; the
    program is looked for in $DROPSCOPE, in the PATH, and where pip puts it, beside Python.
    """
    import shutil
    import subprocess

    path = run.path if isinstance(run, Recorder) else os.fspath(run)
    if isinstance(run, Recorder) and run._engine is not None:
        run._engine.flush()
    beside = os.path.dirname(sys.executable)
    program = os.environ.get("DROPSCOPE") or shutil.which("dropscope") or shutil.which("dropscope", path=beside)
    if not program:
        raise FileNotFoundError("dropscope is not in the PATH; $DROPSCOPE may name it")
    number = call if call is not None else _last_call(path)
    command = [program, "frame", "--session", path, "--call", str(number), "--size", size]
    command += ["--format", "svg"] + (["--view", view] if view else [])
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip() or f"dropscope frame failed: {done.returncode}")
    return _Picture(done.stdout)


class _Picture:
    """An SVG that notebooks show."""

    def __init__(self, svg):
        self.svg = svg

    def _repr_svg_(self):
        return self.svg

    def __str__(self):
        return self.svg


def _last_call(path):
    last = None
    with open(path, "rb") as file:
        for line in file:
            if line.startswith(b'{"t":"call","n":') and line.endswith(b"\n"):
                last = int(line[16:40].split(b",")[0])
    if last is None:
        raise ValueError(f"{path} holds no call yet")
    return last


def _say(text):
    print(f"dropscope_hook: {text}", file=sys.stderr)


def _rank(rank, ranks):
    if rank is None and torch.distributed.is_available() and torch.distributed.is_initialized():
        return torch.distributed.get_rank(), torch.distributed.get_world_size()

    def number(*names):
        for name in names:
            text = os.environ.get(name, "")
            if text.isdigit():
                return int(text)
        return None

    if rank is None:
        rank = number("RANK", "SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PMI_RANK")
        ranks = number("WORLD_SIZE", "SLURM_NTASKS", "OMPI_COMM_WORLD_SIZE", "PMI_SIZE")
    if rank is None or ranks is None or not 0 <= rank < ranks:
        return 0, 1
    return rank, ranks


def _rank_path(path, rank, ranks):
    if ranks < 2:
        return path
    stem, ending = os.path.splitext(path)
    return f"{stem}.rank{rank}{ending}"


def _run_id():
    """One id for all ranks: what the launcher gave them in common, else a random one."""
    names = ("TORCHELASTIC_RUN_ID", "SLURM_JOB_ID", "MASTER_ADDR", "MASTER_PORT")
    common = [os.environ[name] for name in names if os.environ.get(name)]
    if os.environ.get("MASTER_PORT") or os.environ.get("SLURM_JOB_ID"):
        return hashlib.sha256("/".join(common).encode()).hexdigest()[:12]
    return os.urandom(6).hex()


# ---------------------------------------------------------------------------------------------
# Evidence: bits and statistics of tensors, without NumPy and without waiting for a GPU

_GATHER = 0x8040201008040201 - (1 << 64)


def _pack(noise, ones=True):
    """Which elements of 0/1 noise are 1 (or 0), packed: bytes of a CPU tensor, a tensor of a GPU's.

    C order, eight to a byte, the first in the most significant bit.
    """
    if numpy is not None and noise.device.type == "cpu" and noise.dtype not in _NOT_NUMPY:
        compare = numpy.not_equal if ones else numpy.equal
        values = noise.numpy()
        if values.size <= CHUNK or not values.flags.c_contiguous:
            return numpy.packbits(compare(values, 0)).tobytes()
        # In pieces that stay in the cache; fresh memory for all would cost most of the time.
        values, kept, parts = values.reshape(-1), numpy.empty(CHUNK, bool), []
        for start in range(0, values.size, CHUNK):
            piece = values[start:start + CHUNK]
            parts.append(numpy.packbits(compare(piece, 0, out=kept[:piece.size])).tobytes())
        return b"".join(parts)
    packed = _pack_bits(noise if ones and noise.dtype == torch.bool else noise != 0 if ones else noise == 0)
    return _bytes(packed) if packed.device.type == "cpu" else packed


_NOT_NUMPY = (torch.bfloat16, torch.complex32)


def _pack_bits(keep):
    """Packs a bool tensor on its own device.

    Eight bools are one 64-bit word; one product brings their bits together in its top byte. The
    sums of places that are multiplied are all different, so that nothing carries.
    """
    flat = keep.reshape(-1)
    missing = -flat.numel() % 8
    if missing:
        flat = torch.cat([flat, flat.new_zeros(missing)])
    elif flat.storage_offset() % 8:
        flat = flat.clone()
    return (flat.view(torch.int64) * _GATHER).view(torch.uint8)[7::8].contiguous()


def _bytes(tensor):
    """A contiguous CPU tensor's memory."""
    size = tensor.numel() * tensor.element_size()
    return ctypes.string_at(tensor.data_ptr(), size) if size else b""


class _Landing:
    """Where copies from GPUs arrive during one call: some pinned memory, and one event a stream.

    Pinned memory is slow to get: a call gets it in few pieces, and PyTorch keeps those that were
    freed. Copies wait for nothing; whoever reads them calls `synchronize` before.
    """

    __slots__ = ("chunks", "used", "streams", "events")

    def __init__(self):
        self.chunks = []
        self.used = 0
        self.streams = set()
        self.events = ()

    def fetch(self, tensor):
        size = tensor.numel() * tensor.element_size()
        start = -(-self.used // 16) * 16
        if not self.chunks or start + size > self.chunks[-1].numel():
            room = max(size, min(4 << 20, 4 << 10 << 4 * len(self.chunks)))
            self.chunks.append(torch.empty(room, dtype=torch.uint8, pin_memory=tensor.is_cuda))
            start = 0
        self.used = start + size
        copy = self.chunks[-1][start:self.used].view(tensor.dtype).view(tensor.shape)
        copy.copy_(tensor, non_blocking=True)
        if tensor.is_cuda:
            self.streams.add(torch.cuda.current_stream(tensor.device))
        return copy

    def seal(self):
        """The call is over: from here on its copies can be waited for."""
        events = []
        for stream in self.streams:
            # One that blocks: waiting for it must not keep a core busy.
            events.append(torch.cuda.Event(blocking=True))
            events[-1].record(stream)
        self.events = events
        self.streams = None

    def query(self):
        return self.streams is None and all([event.query() for event in self.events])

    def synchronize(self):
        events, self.events = self.events, ()
        for event in events:
            event.synchronize()


def _sample(tensor, slices):
    return tensor.detach()[slices].float()


def _zero_units(tensor):
    """Which units are zero in each row of a batch."""
    rows = tensor.reshape(tensor.shape[0], -1)
    if numpy is not None and rows.device.type == "cpu" and rows.dtype not in _NOT_NUMPY:
        return torch.from_numpy(~(rows.numpy() != 0).any(0))
    return (rows == 0).all(0)


def _sampling(shape, most):
    """Slices that leave about `most` elements of a tensor, whole rows while that is possible."""
    size = math.prod(shape)
    slices = []
    for length in shape:
        step = max(1, min(length, -(-size // most)))
        slices.append(slice(None, None, step))
        size = size // max(1, length) * -(-length // step)
    return tuple(slices)


def _order(tensor):
    """The axes by falling stride where memory does not run in C order, else None."""
    if tensor.is_contiguous():
        return None
    strides = tensor.stride()
    axes = [axis for axis in range(tensor.dim()) if tensor.shape[axis] > 1]
    order = sorted(axes, key=lambda axis: -strides[axis])
    if order == axes or any(strides[axis] == 0 for axis in axes):
        return None
    return sorted(range(tensor.dim()), key=lambda axis: -strides[axis])


def _statistics(stages):
    """Moments and histograms of the three stages as JSON texts; lo and hi are shared."""
    values = torch.stack([stage.reshape(-1) for stage in stages])
    finite = torch.isfinite(values)
    if bool(finite.all()) and values.numel():
        parts = [(row, 0, 0) for row in values]
        wide = values.double()
        least, most = torch.aminmax(values, dim=1)
        moments = torch.stack([wide.mean(1), wide.std(1, unbiased=False), least.double(), most.double()], 1)
        moments = moments.tolist()
    else:
        parts, moments = [], []
        for row, good in zip(values, finite):
            nan = int(torch.isnan(row).sum())
            left = row[good]
            parts.append((left, nan, row.numel() - left.numel() - nan))
            wide = left.double()
            moments.append([
                float(wide.mean()), float(wide.std(unbiased=False)), float(left.min()), float(left.max())]
                if left.numel() else [None] * 4)
    low = min((row[2] for row in moments if row[2] is not None), default=0.0)
    high = max((row[3] for row in moments if row[3] is not None), default=1.0)
    if not high > low:
        high = low + (abs(low) or 1.0)
    texts = []
    for (row, nan, inf), (mean, sd, least, most) in zip(parts, moments):
        zeros = row.numel() - int(torch.count_nonzero(row))
        bins = torch.histc(row, BINS, low, high).long().tolist() if row.numel() else [0] * BINS
        # histc rounds its ends; what falls off is at the upper one.
        bins[-1] += row.numel() - sum(bins)
        texts.append(
            f'{{"mean":{_number(mean)},"sd":{_number(sd)},"min":{_number(least)},"max":{_number(most)},'
            f'"zeros":{zeros},"nan":{nan},"inf":{inf},"lo":{_number(low)},"hi":{_number(high)},'
            f'"below":0,"above":0,"bins":{_list(bins)}}}')
    return texts


def _count(bits):
    """How many bits are 1."""
    if numpy is not None and hasattr(numpy, "bitwise_count"):
        return int(numpy.bitwise_count(numpy.frombuffer(bits, numpy.uint8)).sum())
    number = int.from_bytes(bits, "little")
    return number.bit_count() if hasattr(number, "bit_count") else bin(number).count("1")


def _tiles(bits, shape):
    """Kept elements in a grid of at most 64 x 64: the last axis across, all others down."""
    columns = shape[-1] if shape else 1
    count = math.prod(shape)
    rows = count // max(1, columns)
    shifts = torch.arange(7, -1, -1, dtype=torch.uint8)
    packed = torch.frombuffer(bytearray(bits), dtype=torch.uint8)
    bits = (packed.unsqueeze(1) >> shifts & 1).reshape(-1)[:count].reshape(rows, columns)

    def split(length):
        cells = min(64, length)
        small, larger = divmod(length, cells)
        sizes = torch.tensor([small + 1] * larger + [small] * (cells - larger))
        return cells, torch.repeat_interleave(torch.arange(cells), sizes)

    down, row_cells = split(rows)
    across, column_cells = split(columns)
    grid = torch.zeros(down, columns).index_add_(0, row_cells, bits.float())
    grid = torch.zeros(down, across).index_add_(1, column_cells, grid)
    kept = _list(grid.long().reshape(-1).tolist())
    return f'{{"rows":{down},"columns":{across},"kept":{kept}}}'


def _number(value):
    """A number as JSON; null where it is none."""
    return repr(value) if value is not None and math.isfinite(value) else "null"


def _list(values):
    return "[" + ",".join(map(str, values)) + "]"


# ---------------------------------------------------------------------------------------------
# What was seen

class _Draw:
    """One draw of 0/1 noise, taken at the moment it was made."""

    __slots__ = ("shape", "order", "packed", "landing", "keep")

    def __init__(self, call, noise, ones=True):
        self.shape = tuple(noise.shape)
        self.order = _order(noise)
        self.landing = None
        self.keep = None        # for histograms: what is kept of the sample
        self.packed = None      # where there is no room for the bits
        size = noise.numel()
        if call.room is None or size <= SMALL or call.bytes + size // 8 <= call.room:
            call.bytes += -(-size // 8)
            self.packed = _pack(noise, ones)
        if isinstance(self.packed, torch.Tensor):
            call.cost[DRAWS] += PER_ELEMENT * size + PER_BYTE * self.packed.numel()
            self.packed, self.landing = call.fetch(self.packed), call.landing

    def bits(self):
        """The packed bits, or None where they were left out; waits for a GPU's."""
        if self.landing is not None:
            self.landing.synchronize()
        if isinstance(self.packed, torch.Tensor):
            self.packed, self.landing = _bytes(self.packed), None
        return self.packed


class _Entry:
    """A call of a function that applies dropout, while it runs."""

    __slots__ = ("kind", "rate", "training", "draws", "before", "shape", "slices", "fused", "rows")

    def __init__(self, kind, rate, training):
        self.rows = kind.endswith("-rows")    # whether what was taken for one sample is a batch
        self.kind = kind[:-5] if self.rows else kind
        self.rate = rate
        self.training = training
        self.draws = []
        self.before = None
        self.shape = self.slices = None
        self.fused = None


class _Run:
    """One run of a site in a call: what becomes an entry of the call's `layers`."""

    __slots__ = (
        "site", "number", "recomputed", "phase", "chain", "grad", "shape", "rate", "draw", "kept",
        "scale", "fill", "shift", "stages", "sampled", "zero_units", "reach", "next_norm", "fused", "reads",
        "thrown_away")

    def __init__(self, site):
        self.site = site
        self.number = 1
        self.recomputed = False
        self.phase = self.chain = self.grad = self.shape = self.rate = self.draw = None
        self.kept = self.scale = self.fill = self.shift = self.stages = self.sampled = None
        self.zero_units = self.reach = self.next_norm = self.fused = None
        self.reads = None           # how many operators read the result, where a trace saw them
        self.thrown_away = False    # whether none did, and nothing holds it any more


class _Call:
    """One outermost run of a module on one thread, or of functions outside of all modules."""

    __slots__ = (
        "root", "kind", "free", "training", "grad", "step", "began", "runs", "counts", "stages", "recomputes",
        "since_norm", "loss", "epoch", "held_out", "rng", "unseen", "trace", "uniform", "inputs",
        "graph_draws", "learns", "ran", "unused", "cost", "room", "bytes", "landing", "entries", "cpu")

    def __init__(self, root, training, grad, step, began, room=None):
        self.root = root
        self.kind = None          # what is known of calls like it
        self.free = False         # whether it costs what it may
        self.training = training
        self.grad = grad
        self.step = step
        self.began = began
        self.runs = []
        self.counts = {}          # runs of each site so far
        self.stages = False       # whether histograms are taken
        self.recomputes = False
        self.since_norm = None    # the newest run, while no layer with weights has run since
        self.loss = self.epoch = self.held_out = self.rng = self.unseen = None
        self.trace = None         # what follows hand-written noise, in few calls
        self.uniform = collections.deque(maxlen=4)
        self.inputs = ()
        self.graph_draws = 0      # draws of compiled or scripted graphs so far
        self.learns = None
        self.ran = set()          # ids of the modules that ran, on calls with histograms
        self.unused = None        # names of dropout modules whose parent ran without them
        self.cost = [0.0] * len(PARTS)
        self.room = room          # bytes that its bits may take
        self.bytes = 0            # ... and those they take
        self.landing = None       # where copies from a GPU arrive
        self.entries = 0          # functions of dropout that ran
        self.cpu = time.thread_time()

    def fetch(self, tensor):
        """A copy on the CPU that nothing changes any more; from a GPU it arrives later."""
        if tensor.device.type == "cpu":
            return tensor.clone()
        if tensor.device.type != "cuda":
            return tensor.to("cpu")
        if self.landing is None:
            self.landing = _Landing()
        return self.landing.fetch(tensor)


# What the hook's time goes to: `_Call.cost` and `Recorder.costs`.
PARTS = ("calls", "draws", "entries", "trace")
CALLS, DRAWS, ENTRIES, TRACE = range(4)


class _Site:
    __slots__ = (
        "name", "kind", "module", "where", "registered", "shape", "rate", "head", "told", "declares", "other")

    def __init__(self, name, kind, module, where, registered):
        self.name = name
        self.kind = kind
        self.module = module
        self.where = where
        self.registered = registered
        self.shape = self.rate = None
        self.head = '{"name":' + json.dumps(name)
        self.told = False
        self.declares = False     # whether its module, which is no part of PyTorch, has a rate as attribute
        self.other = None         # the rate so declared, and another that was drawn with, on the newest run


class _Root:
    """A module that is called by nobody but the program."""

    __slots__ = ("label", "has_dropout", "kinds", "newest", "wants_trace", "learns", "known")

    def __init__(self, label, has_dropout):
        self.label = label
        self.has_dropout = has_dropout
        self.kinds = {}           # by (training, grad): how often it was called
        self.newest = None        # the kind of its newest call
        self.wants_trace = False  # noise was drawn of which it is not known what it is for
        self.learns = None        # whether an optimizer that steps holds one of its parameters
        self.known = 0            # ... as of so many changes of what optimizers hold


class _Kind:
    """What the governor knows of the calls of a root in one phase."""

    __slots__ = (
        "calls", "seen", "window", "returned", "since_stage", "stage_after", "cost", "written", "quiet",
        "grace", "returns", "surprises", "entries", "look", "doubts", "sure")

    def __init__(self):
        self.quiet = 0            # calls in a row that had no site
        self.grace = LOOKS_FOR    # seconds that its first calls may take whatever the bucket holds
        self.returns = RETURNS
        self.surprises = SURPRISES
        self.entries = 0          # functions of dropout that the newest recorded call ran
        self.sure = 0             # calls that are to be recorded at any cost
        self.look = 0             # calls that are to be recorded with histograms, at any cost
        self.doubts = 2           # times that values which are not finite may bring that about
        self.calls = 0            # recorded ones
        self.seen = -1 << 60      # which call of the session the newest one was, recorded or not
        self.window = None        # the step at which the newest burst began
        self.returned = 0         # calls to record since the phase came again
        self.since_stage = 0
        self.stage_after = 0.0
        # Seconds that a call takes of the run's thread and of the writer: (without, with histograms).
        self.cost = [_Mean(), _Mean()]
        self.written = [_Mean(), _Mean()]

    def surprise(self):
        """A call was not as usual: the next one is looked at, a few times; whether it will be."""
        if self.surprises <= 0:
            return False
        self.surprises -= 1
        self.look = max(self.look, 1)
        return True

    def expected(self, stages):
        return self.cost[stages].value + self.written[stages].value


class _Mean:
    """A mean of the newest values; the first, which finds everything cold, counts until the second."""

    __slots__ = ("value", "count")

    def __init__(self):
        self.value = 0.0
        self.count = 0

    def add(self, value):
        self.count += 1
        self.value += (value - self.value) * (1 if self.count < 3 else 0.1)


class _Budget:
    """A bucket of seconds: the run's time puts a share of itself in, the hook's work is taken out."""

    def __init__(self, now):
        self.left = ALLOWANCE
        self.now = now
        self.cpu = time.process_time()
        self.written = 0.0        # what the writer has spent; it alone adds to it
        self.settled = 0.0        # ... of which so much is out of the bucket

    def earn(self, now):
        written = self.written
        # Time that others take of a machine with too much work earns nothing, as it costs nothing.
        cpu = time.process_time()
        self.left += SHARE * max(0.0, min(now - self.now, cpu - self.cpu)) - (written - self.settled)
        self.cpu = cpu
        self.left = min(self.left, SAVINGS)
        self.now, self.settled = now, written


class _Optimizer:
    """An optimizer that has stepped, and what it trains."""

    __slots__ = ("optimizer", "groups", "weights", "newest", "steps_now")

    def __init__(self, optimizer):
        self.optimizer = weakref.ref(optimizer)
        self.groups = len(optimizer.param_groups)
        self.weights = {id(weight) for group in optimizer.param_groups for weight in group["params"]}
        self.newest = 0           # its newest step, as all are counted
        self.steps_now = False


class _Owner:
    """A module as a place in its model."""

    __slots__ = ("module", "path", "registered", "single", "torch")

    def __init__(self, module, path, registered):
        self.module = weakref.ref(module)
        self.path = path
        self.registered = registered
        self.torch = type(module).__module__.startswith("torch.nn.")
        # One site a module: those of PyTorch, and leaves that hold nothing but their dropout.
        self.single = self.torch or not module._modules and not module._parameters


class _Thread(threading.local):
    def __init__(self):
        self.stack = []           # modules from the root to the one that runs
        self.call = None          # the call that is being recorded
        self.entry = None         # the function that applies dropout, while it runs
        self.idle = False         # inside a call that is left out
        self.kind = None          # what is known of calls like that one
        self.passed = 0           # functions of dropout that ran in it
        self.outside = None       # a call made of functions outside of all modules
        self.busy = False         # in work of the hook's own

    def __enter__(self):
        self.busy = True

    def __exit__(self, *details):
        self.busy = False


# ---------------------------------------------------------------------------------------------
# Names: where in the model a draw is made

_TORCH = os.path.dirname(os.path.abspath(torch.__file__)) + os.sep
_HERE = os.path.abspath(__file__)
_WRAPPERS = ("module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module")


@functools.lru_cache(maxsize=4096)
def _is_inside(filename):
    """Whether code of that file is PyTorch's or the hook's own."""
    return filename.startswith(_TORCH) or filename == __file__ or filename == _HERE


def _place(frame):
    """The innermost code outside of PyTorch that led here, as (code, line); None where there is none."""
    while frame is not None:
        code = frame.f_code
        if not _is_inside(code.co_filename) and "contextlib" not in code.co_filename:
            return code, frame.f_lineno
        frame = frame.f_back
    return None


def _where(place):
    if place is None:
        return None
    name = os.path.basename(place[0].co_filename)
    return f"{name}:{place[1]}"


def _clean(path):
    """A path without the layers that DDP, FSDP, compile and checkpoint wrap around modules."""
    parts = [part for part in path.split(".") if part not in _WRAPPERS[1:]]
    return ".".join(parts)


def _unwrapped(module):
    """The model inside DDP, DataParallel, FSDP or a compiled module."""
    for _ in range(8):
        children = module._modules
        if len(children) == 1 and not module._parameters:
            name, child = next(iter(children.items()))
            if name in _WRAPPERS and child is not None and _is_wrapper(type(module)):
                module = child
                continue
        break
    return module


def _is_wrapper(kind):
    return kind.__module__.startswith("torch.") and not kind.__module__.startswith("torch.nn.modules")


_KINDS = {
    "Dropout": "dropout", "Dropout1d": "dropout1d", "Dropout2d": "dropout2d",
    "Dropout3d": "dropout3d", "AlphaDropout": "alpha", "FeatureAlphaDropout": "feature-alpha",
}


def _module_rate(module):
    """p of a module that looks like dropout: (kind, rate), or None."""
    name = type(module).__name__
    if isinstance(module, torch.nn.modules.dropout._DropoutNd):
        kind = next((_KINDS[k.__name__] for k in type(module).__mro__ if k.__name__ in _KINDS), "dropout")
        return kind, float(module.p)
    if "drop" in name.lower() or "StochasticDepth" in name:
        rates = _declared_rates(module)
        if len(rates) == 1:
            return ("droppath" if "Path" in name or "Depth" in name else "dropout"), rates[0]
    return None


_RATES = (
    "p", "rate", "drop_prob", "drop_rate", "drop_p", "p_drop", "prob", "dropout", "dropout_p",
    "dropout_rate", "dropout_prob", "drop", "attn_drop", "attn_dropout", "attention_dropout")
_KEEP_RATES = ("keep", "keep_prob", "keep_rate", "keep_p", "p_keep")


def _declared_rates(module):
    """The rates that a module written by hand has as attributes, as probabilities of dropping."""
    rates = []
    for names, turned in ((_RATES, False), (_KEEP_RATES, True)):
        for name in names:
            value = module.__dict__.get(name)
            if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1:
                value = 1 - float(value) if turned else float(value)
                if not any(abs(value - other) < 1e-9 for other in rates):
                    rates.append(value)
    return rates


def _rate_of(module, drawn):
    """p of a draw that a module made by hand: as the module declares it, else as it was drawn."""
    rates = _declared_rates(module)
    if len(rates) == 1 and rates[0] > 0 and (drawn is None or abs(rates[0] - drawn) > 1e-6):
        return rates[0]
    return drawn


def _meant(site, module, rate):
    """The rate that a module declares, where it hands another one to a function of dropout twice
    running: 1 - p, or the default of one half, which is what is left where p was not handed over."""
    rates = _declared_rates(module)
    if len(rates) != 1 or not rates[0] or abs(rates[0] - rate) < 1e-6:
        site.other = None
        return rate
    meant = rates[0]
    known = site.other
    if known is None or known[:2] != (meant, rate):
        is_own = not module._modules and not module._parameters
        fits = rate == 0.5 or abs(rate + meant - 1) < 1e-6
        site.other = meant, rate, is_own or fits and not _uses(module, meant)
        return rate
    return meant if known[2] else rate


def _uses(module, rate):
    """Whether something in a module drops at a rate, so that the attribute may be meant for that."""
    for inner in module.modules():
        own = inner.__dict__.get("dropout") if inner is not module else None
        known = _module_rate(inner) if inner is not module else None
        for other in (own, known[1] if known else None):
            if isinstance(other, (int, float)) and abs(other - rate) < 1e-6:
                return True
    return False


@functools.lru_cache(maxsize=1024)
def _may_call(kind, name, is_dict):
    """Whether an argument decides if a method of a class that the program wrote runs a part: what is
    for another stage or task than that of this run was not forgotten."""
    seen = {"__init__"}
    for base in kind.__mro__:
        for method, value in vars(base).items() if not base.__module__.startswith("torch.") else ():
            code = getattr(getattr(value, "__func__", value), "__code__", None)
            if method not in seen and code is not None and name in code.co_names and _decides(code, name, is_dict):
                return True
            seen.add(method)
    return False


def _decides(code, name, is_dict):
    """Whether an argument beyond the first is tested before a part is called, or may be its key."""
    arguments = set(code.co_varnames[2:code.co_argcount + code.co_kwonlyargcount])
    if is_dict:
        return bool(arguments)
    loaded, is_tested = set(), False
    for step in dis.get_instructions(code):
        if step.starts_line:
            loaded = set()
        if step.opname.startswith("LOAD_FAST"):
            loaded.update(step.argval if isinstance(step.argval, tuple) else (step.argval,))
        elif step.opname == "LOAD_CONST" and step.argval is None:
            loaded = set()      # a mask may be left out, and that is no other stage
        elif step.opname.startswith("POP_JUMP") and "NONE" not in step.opname:
            is_tested = is_tested or bool(loaded & arguments)
        elif is_tested and step.argval == name and step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            return True
    return False


def _is_graph(module, place):
    """Whether code that has no source lines of its own draws: TorchScript, or a graph of dynamo's."""
    if place is not None and place[0].co_filename.startswith("<eval_with_key>"):
        return True
    return (
        isinstance(module, torch.jit.ScriptModule) or type(module).__module__.startswith("torch._dynamo.")
        or getattr(module, "_compiled_call_impl", None) is not None)


class _Rest:
    """Calls of one root that are left out while the hook stands aside."""

    __slots__ = ("module", "training", "grad", "calls", "left", "kind", "inside", "passed")

    def __init__(self, module, training, grad, calls, kind):
        self.kind = kind
        self.passed = 0           # functions of dropout that ran in the newest call
        self.inside = False       # while the root runs: what runs then is a part of it
        self.module = module
        self.training = training
        self.grad = grad
        self.calls = self.left = calls


class _Names:
    """Roots, owners and sites by the modules and lines they belong to."""

    def __init__(self, given):
        self.roots = {}           # by id of the module
        self.owners = {}
        self.sites = {}           # by owner and line
        self.by_name = {}
        self.by_line = {}         # the newest site of a line, for recomputed functions
        self.drawers = {}         # sites of modules that do nothing but drop, by id
        self.idlers = {}          # modules by id that look so and are no part of PyTorch: weak
        self.labels = collections.Counter()
        self.outside = _Root(None, False)
        self.modules = []
        self.dropouts = []        # (module, the module that holds it, path of that, path)
        if isinstance(given, dict):
            for name, model in given.items():
                self._add_root(model, str(name), "" if len(given) == 1 else f"{name}.")
        elif isinstance(given, (list, tuple)):
            for model in given:
                self.root(model)
        elif given is not None:
            self.root(given)

    def root(self, module):
        known = self.roots.get(id(module))
        if known is not None and known[0]() is module:
            return known[1]
        inner = _unwrapped(module)
        owner = self._known(inner)
        if owner is not None:
            # A part of a model that is known already: it keeps its names.
            known = self.roots.get(id(inner))
            if known is not None and known[0]() is inner:
                root = known[1]
            else:
                root = _Root(owner.path or type(inner).__name__, self._list(inner, None))
        else:
            label = type(inner).__name__
            self.labels[label] += 1
            if self.labels[label] > 1:
                label += f"#{self.labels[label]}"
            prefix = f"{label}." if self.roots else ""
            root = self._add_root(inner, label, prefix)
        self.roots[id(module)] = weakref.ref(module), root
        return root

    def _add_root(self, module, label, prefix):
        root = _Root(label, self._list(module, prefix))
        self.roots[id(module)] = weakref.ref(module), root
        return root

    def _list(self, root, prefix):
        """Learns the paths below a root; whether it holds dropout at a rate above zero."""
        found = False
        holders = {"": root}
        for path, module in root.named_modules():
            holders[path] = module
            rate = _module_rate(module)
            if rate is None and isinstance(module, torch.nn.RNNBase) and module.num_layers == 1:
                rate = ("lstm", float(module.dropout)) if module.dropout else None
            found = found or rate is not None and rate[1] > 0
            if prefix is None or self._known(module) is not None:
                continue
            full = path
            path = prefix + _clean(path) if path else prefix.rstrip(".")
            self.owners[id(module)] = _Owner(module, path, True)
            if isinstance(module, torch.nn.MultiheadAttention) and module.dropout and module is not root:
                self.idlers[id(module)] = weakref.ref(module)
            if rate is not None:
                self.modules.append((path, rate[0], rate[1]))
                own = not isinstance(module, (torch.nn.modules.dropout._DropoutNd, torch.nn.RNNBase))
                if own and self.owners[id(module)].single and module is not root:
                    self.idlers[id(module)] = weakref.ref(module)
                holder, _, name = ("", "", "") if module is root else full.rpartition(".")
                lists = set()
                while type(holders.get(holder)).__name__ in ("ModuleList", "ModuleDict"):
                    lists.add(type(holders[holder]).__name__)
                    holder, _, name = holder.rpartition(".")
                # A list is gone through; of a dict a part may be meant for another task.
                is_whole = "ModuleList" in lists or isinstance(module, torch.nn.RNNBase)
                if module is not root and (is_whole or not _may_call(type(holders[holder]), name, bool(lists))):
                    self.dropouts.append((module, holders[holder], prefix + _clean(holder), path))
        return found

    def _known(self, module):
        owner = self.owners.get(id(module))
        return owner if owner is not None and owner.module() is module else None

    def owner(self, stack):
        """The module that runs, as a place; found below its callers where it is new."""
        module = stack[-1]
        owner = self._known(module)
        if owner is not None:
            return owner
        if len(self.owners) > 100_000:
            self.owners.clear()
            self.sites.clear()
        parent = None
        for caller in reversed(stack[:-1]):
            parent = self._known(caller)
            if parent is None:
                continue
            for path, inner in caller.named_modules():
                if inner is module:
                    whole = ".".join(filter(None, (parent.path, _clean(path))))
                    owner = _Owner(module, whole, parent.registered)
                    self.owners[id(module)] = owner
                    return owner
            break
        owner = _Owner(module, parent.path if parent else "", False)
        self.owners[id(module)] = owner
        return owner

    def unused(self, call):
        """Dropout modules at a rate above zero that did not run though what holds them did, nor drew
        that one at their rate by a function. Those that ever run are no longer looked for."""
        waiting = []
        names = []
        for item in self.dropouts:
            module, holder, holder_path, path = item
            single = isinstance(module, torch.nn.RNNBase)
            if id(module) in call.ran and not single:
                continue
            waiting.append(item)
            rate = float(module.dropout) if single else (_module_rate(module) or (None, 0.0))[1]
            if not rate or id(module if single else holder) not in call.ran or not holder.training:
                continue        # what is in evaluation, frozen, need not ask its dropout
            if not any(run.rate is not None and abs(run.rate - rate) < 1e-9
                       and run.site.name.partition("@")[0] in (holder_path or run.site.name, path)
                       and (holder_path or "." not in run.site.name.partition("@")[0])
                       for run in call.runs if "@" in run.site.name or run.site.module != "Dropout"):
                names.append(path)
        self.dropouts = waiting
        return names[:64]

    def site(self, stack, kind, frame, call):
        """The site of a draw that is made now."""
        if stack:
            module = stack[-1]
            owner = self._known(module) or self.owner(stack)
            if _is_graph(module, None):
                return self.graph_site(stack, kind, call)
            if owner.single and owner.registered:
                site = self.sites.get((id(module), None))
                if site is not None:
                    return site
                name = owner.path or type(module).__name__
                return self._add((id(module), None), name, kind, module, _place(frame), True)
            place = _place(frame)
            if _is_graph(module, place):
                return self.graph_site(stack, kind, call)
            key = (id(module), place)
            site = self.sites.get(key)
            if site is None:
                where = _where(place)
                name = f"{owner.path}@{where}" if owner.path else where or type(module).__name__
                site = self._add(key, name, kind, module, place, owner.registered)
                self.by_line[place] = site
            return site
        place = _place(frame)
        site = self.sites.get((None, place))
        return site or self._add((None, place), _where(place) or "function", kind, None, place, None)

    def graph_site(self, stack, kind, call):
        """The site of a draw in a compiled or scripted graph, which has no lines: by its order."""
        owner = self._known(stack[-1]) or self.owner(stack)
        call.graph_draws += 1
        name = f"graph.{call.graph_draws}"
        name = f"{owner.path}@{name}" if owner.path else name
        return self.by_name.get(name) or self._add(
            (None, name), name, kind, stack[-1], None, owner.registered or None)

    def hand_site(self, stack, place, drawn, shape, transformed, is_weight=False):
        """The site of a mask that a program made itself at `place`."""
        module = stack[-1]
        owner = self._known(module) or self.owner(stack)
        kind = _hand_kind(module, drawn, shape, transformed, is_weight)
        if owner.single and owner.registered and owner.path:
            key, name = (id(module), None), owner.path
        else:
            where = _where(place)
            key, name = (id(module), place), f"{owner.path}@{where}" if owner.path else where
        return self.sites.get(key) or self._add(key, name, kind, module, place, owner.registered)

    def _add(self, key, name, kind, module, place, registered):
        site = self.by_name.get(name)
        if site is None:
            of = type(module).__name__ if module is not None else None
            site = self.by_name[name] = _Site(name, kind, of, _where(place), registered)
            if kind == "dropout" and module is not None and not type(module).__module__.startswith("torch.nn."):
                site.declares = bool(_declared_rates(module))
        self.sites[key] = site
        if key[1] is None and module is not None and not type(module).__module__.startswith("torch.nn."):
            self.drawers[key[0]] = site
        return site


# ---------------------------------------------------------------------------------------------
# The engine: from what taps, entries and calls see to records

_ALPHA = -1.7580993408473766


def _alpha(rate):
    """Scale and shift of the alpha kinds (Klambauer et al. 2017)."""
    if rate >= 1:
        return 0.0, 0.0
    scale = 1 / math.sqrt((_ALPHA * _ALPHA * rate + 1) * (1 - rate))
    return scale, -scale * _ALPHA * rate


def _safely(method):
    """For what the dispatcher calls: nothing of the hook's own is raised into the run."""

    @functools.wraps(method)
    def safe(self, *args):
        try:
            return method(self, *args)
        except Exception as error:  # noqa: BLE001
            self.failed(error)
            return None

    return safe


class _Engine:
    def __init__(self, recorder):
        self.full = recorder.full
        self.names = _Names(recorder._given)
        self.thread = _Thread()
        self.lock = threading.RLock()
        self.steps = recorder.step
        self.started = time.perf_counter()
        self.log_file = _Log(recorder, self)
        self.waiting = None              # the newest call, until the next one begins
        self.number = 0                  # of the newest call
        self.left_out = 0                # calls since the newest record
        self.outstanding = collections.deque()   # calls whose draws backward may make again
        self.outstanding_bytes = 0
        self.failures = 0
        self.alive = True
        self.pid = os.getpid()
        self.undo = []
        self.epoch = None
        self.scope = None                # sees draws where there are no taps
        self.hands = {}                  # lines that draw without a function of dropout, by owner
        self.drawers = self.names.drawers
        self.noted = set()
        self.taps = None
        self.rest = None
        self.wrappers = ()
        self.lively = set()              # roots that had a site
        # The governor: what it may spend, and means over the calls of all kinds.
        self.budget = _Budget(self.started)
        self.costs = [0.0] * len(PARTS)
        self.call_cost = _Mean()         # of a call without histograms
        self.interval = _Mean()          # of the run between calls
        self.last_begin = None
        self.last_cost = 0.0
        self.calls_seen = 0
        self.bits = 0                    # bytes of bits that calls took
        self.near = {}            # whether modules with weights learn, as of so many such changes
        self.optimizers = {}      # those that have stepped, by id
        self.kept = {}            # masks that outlive their call, by id: weak
        self.new_roots = NEW_ROOTS
        self.seedings = SEEDINGS
        self.sites_known = 0
        self.learning = set()     # ids of the parameters that optimizers hold which step now
        self.learnings = 0        # how often that has changed

    # -- on and off

    def install(self):
        self.undo.append(_install_calls(self))
        self.undo.append(_install_entries(self))
        self._tap()
        self.undo.append(self._untap)
        self.undo.append(_install_seeding(self))
        handle = register_optimizer_step_post_hook(self._stepped)
        self.undo.append(handle.remove)
        os.register_at_fork(after_in_child=self.forked)

    def uninstall(self):
        self.alive = False
        while self.undo:
            try:
                self.undo.pop()()
            except Exception as error:  # noqa: BLE001
                _say(f"cannot take a hook away: {error!r}")

    def stop(self, reason):
        self.uninstall()
        if os.getpid() != self.pid:
            return
        try:
            self._close_outside()
            with self.lock:
                self._rise()
                self._release()
                self._tell_left_out()
        except Exception as error:  # noqa: BLE001
            self.failed(error)
        self.log_file.close(self.number, reason)

    def forked(self):
        """In a child the log is the parent's: the child stays out of the way."""
        global _active
        if os.getpid() == self.pid or not self.alive:
            return
        self.alive = False
        self.lock = threading.RLock()
        self.log_file.abandon()
        _active = None
        self.uninstall()

    def failed(self, error):
        """Something of the hook's own went wrong: it is said once, and after some the hook ends."""
        self.failures += 1
        if self.failures == 1:
            self.note(f"the hook failed once and left something out: {error!r}")
        if self.failures == 32:
            _say(f"stopped after 32 errors of its own, the last: {error!r}")
            self.alive = False

    def note(self, text, site=None):
        place = f',"site":{json.dumps(site)}' if site else ""
        self.log_file.put(f'{{"t":"note"{place},"text":{json.dumps(text)}}}\n'.encode())

    def flush(self):
        with self.lock:
            self._release()
        self.log_file.drain()

    # -- rest: while short calls are left out nothing of the hook stands in their way but a count

    def _may_rest(self, root):
        """Whether the hook can step aside till the next window that it records.

        Not where another root would go by unseen, where taps that come and go could meet another
        thread in the dispatcher, or where compiled code would have to be compiled again.
        """
        return (
            self.taps is not None and self.rest is None and self.lively == {root}
            and threading.active_count() <= 2 and not _has_compiled())

    def _lie_down(self, module, grad, kind):
        clock = self.steps or self.calls_seen
        calls = self.period() - clock % self.period()
        if module is None or calls < WINDOW:
            return
        calls = min(calls, max(WINDOW, int(REST_FOR / max(self.interval.value, 1e-6))))
        self.rest = _Rest(module, module.training, grad, calls, kind)
        self._untap()
        torch.nn.Module.__call__ = self.wrappers[1]

    def _rise(self):
        rest, self.rest = self.rest, None
        if rest is not None:
            self.left_out += rest.calls - rest.left
            self.calls_seen += rest.calls - rest.left
            self.last_begin = None
            self.budget.left -= PER_WAKE
            kind = next(iter(self.lively)).kinds.get((rest.training, rest.grad))
            if kind is not None:
                kind.seen = self.calls_seen

    def is_new(self, module):
        """Whether a module that is called while the hook stands aside is a root it has not seen: not
        what runs again in backward, and not a loss that is made anew for each step."""
        if id(module) in self.names.roots or not self.new_roots or torch._C._current_graph_task_id() != -1:
            return False
        if not module._modules and not module._parameters and type(module).__module__.startswith("torch."):
            return False
        self.new_roots -= 1
        return True

    def may_wake(self, module):
        """Whether a call in another phase is worth it to look before the next window."""
        root = self.names.root(module)
        kind = root.kinds.get((module.training, torch.is_grad_enabled()))
        if kind is None or kind.calls < SURE or kind.calls < LOOKS and kind.grace > 0:
            return True
        if root.newest is not kind and kind.returns > 0:
            return True
        with self.lock:
            self.budget.earn(time.perf_counter())
            return self._affords(PER_WAKE + BURST * (self.call_cost.value + self.log_file.call_cost.value))

    def wake(self):
        with self.lock:
            self._rise()
            torch.nn.Module.__call__ = self.wrappers[0]
            if threading.active_count() <= 2:
                self._tap()
            else:
                self.scope = _Scope(self)

    def _tap(self):
        try:
            self.taps = _Taps(self)
        except Exception as error:  # noqa: BLE001: PyTorch before 2.4, or another library was first
            self.note_once("taps", f"draws are seen in the functions of dropout alone: {error}")
            self.scope = _Scope(self)

    def _untap(self):
        taps, self.taps = self.taps, None
        if taps is not None:
            taps.remove()

    # -- calls

    def begin(self, thread, module):
        """A module is called by the program itself: the call to record, or None to leave it out."""
        began = time.perf_counter()
        if torch._C._current_graph_task_id() != -1:
            return self._recompute(module.training, began)
        if thread.outside is not None:
            self._close_outside()
        root = self.names.root(module)
        grad = torch.is_grad_enabled()
        call = self._admit(root, module.training, grad, began, module)
        if call is not None and (call.stages or root.wants_trace) and not _has_compiled():
            root.wants_trace = False
            call.trace = _Trace(self, thread, call)
        if call is not None and self.learning:
            if root.known != self.learnings:
                root.known = self.learnings
                root.learns = self._learns(module)
            call.learns = root.learns
        if call is not None and call.stages:
            call.rng = zlib.crc32(_bytes(torch.default_generator.get_state()))
        return call

    def _room(self):
        """Bytes that the bits of a call may take; None where nothing is left out."""
        return None if self.full else WAITING - self.bits + self.log_file.bits

    def _admit(self, root, training, grad, began, module=None):
        """The governor: whether a call is recorded, and with what."""
        with self.lock:
            self._release()
            if self._captures():
                return None
            if self.last_begin is not None:
                self.interval.add(max(0.0, began - self.last_begin - self.last_cost))
            self.last_begin = began
            self.last_cost = 0.0
            self.budget.earn(began)
            self.calls_seen += 1
            kind = root.kinds.get((training, grad))
            if kind is None:
                kind = root.kinds[(training, grad)] = _Kind()
            if kind.quiet >= QUIET and self.calls_seen % WINDOW and not self.full:
                return None
            comes_again, root.newest = root.newest is not kind, kind
            wanted = self.full or self._wants(kind, comes_again)
            kind.seen = self.calls_seen
            if not wanted:
                if root.has_dropout:
                    self.left_out += 1
                if self._may_rest(root):
                    self._lie_down(module, grad, kind)
                # By the clock another process may have run meanwhile.
                self.budget.left -= min(time.perf_counter() - began, MOST_OF_NONE)
                self.thread.kind = kind if kind.calls else None
                return None
            kind.calls += 1
            call = _Call(root, training, grad, self.steps + 1, began, self._room())
            call.kind = kind
            call.free = kind.calls <= SURE
            call.stages = self.full or self._wants_stages(kind, began)
            return call

    def _captures(self):
        """Whether a CUDA graph is made of what runs: copies in it would be made again at each replay."""
        if not torch.cuda.is_initialized() or not torch.cuda.is_current_stream_capturing():
            return False
        self.note_once("cuda-graph", "a CUDA graph is captured here: what it draws is not on record")
        return True

    def _affords(self, seconds):
        """Whether the budget has so much left once what waits for the writer is written."""
        log = self.log_file
        return self.budget.left - len(log.queue) * log.call_cost.value >= seconds

    def _wants(self, kind, comes_again):
        if kind.calls < SURE or kind.look:
            return True
        cost = kind.expected(False)
        if kind.calls < LOOKS and kind.grace > cost:
            return True
        if kind.sure > 0:
            kind.sure -= 1
            return True
        if comes_again and kind.returns > 0:
            kind.returns -= 1
            return True
        if kind.calls < FIRST:
            return self._affords(cost)
        if self.calls_seen - kind.seen > WINDOW:
            kind.returned = BURST
        if kind.returned > 0:
            kind.returned -= 1
            return self._affords(cost)
        clock = self.steps or self.calls_seen
        place = clock % self.period()
        left = self._burst() - place
        if left <= 0:
            return False
        if kind.window != clock - place:
            if not self._affords(left * cost):
                return False
            kind.window = clock - place
        return self._affords(cost)

    def _burst(self):
        """How many steps are recorded together: many where the hook stands aside between them."""
        return WINDOW if self.interval.value < SHORT else BURST

    def period(self):
        """Of how many steps the first are recorded: a power of two, so that ranks meet."""
        period = self._burst()
        cost = self.call_cost.value + self.log_file.call_cost.value
        share = SHORT_SHARE if self.interval.value < SHORT else MASK_SHARE
        allowed = share * max(self.interval.value, 1e-6) / (period * cost or 1)
        while allowed * period < 1 and period < 1 << 20 and cost:
            period *= 2
        return period

    def _wants_stages(self, kind, now):
        kind.since_stage += 1
        if kind.look:
            kind.look -= 1
        elif kind.calls > SURE:
            early = kind.calls <= FIRST or now >= kind.stage_after
            if kind.since_stage < STAGE_EVERY or not early or not self._affords(kind.expected(True)):
                return False
        kind.since_stage = 0
        return True

    def end(self, call):
        """The call is over: it waits for what comes before the next one."""
        began = time.perf_counter()
        if call.landing is not None:
            call.landing.seal()
        with self.lock:
            if call.recomputes:
                self._recomputed(call)
            else:
                self._ended(call)
            call.cost[CALLS] += time.perf_counter() - began + PER_CALL + PER_RUN * len(call.runs)
            self._spent(call)

    def _ended(self, call):
        root = call.root
        if not call.runs and not root.has_dropout:
            call.kind.quiet += 1
            return
        call.kind.quiet = 0
        call.kind.entries = call.entries
        if len(self.names.by_name) != self.sites_known:
            self.sites_known = len(self.names.by_name)
            if call.kind.calls > SURE:
                call.kind.surprise()
        self.lively.add(root)
        self._tell_left_out()
        self.number += 1
        self._release()
        self.waiting = (self.number, call)
        self.bits += call.bytes
        if call.grad:
            self._await_recompute(self.number, call)

    def _spent(self, call):
        """Takes what a call has cost of the run's thread out of the budget, and learns from it."""
        spent = self.last_cost = sum(call.cost)
        kind = call.kind
        usual = kind.cost[call.stages].value if kind is not None else 0.0
        if spent > 2 * usual + 1e-3:
            # Where there is more work than processors a part of this may be others' time.
            taken = (time.thread_time() - call.cpu) / max(1e-9, time.perf_counter() - call.began)
            share = max(0.0, min(1.0, taken))
            spent *= share
            call.cost = [part * share for part in call.cost]
        self.costs = [whole + part for whole, part in zip(self.costs, call.cost)]
        if not call.free:
            self.budget.left -= spent
        if kind is not None and not call.free:
            kind.grace -= spent
        if kind is None or not call.runs:
            return
        kind.cost[call.stages].add(spent)
        if call.stages:
            kind.stage_after = time.perf_counter() + kind.expected(True) / STAGE_SHARE
        else:
            self.call_cost.add(spent)

    def _tell_left_out(self):
        if self.left_out:
            first = self.number + 1
            self.number += self.left_out
            self._release()
            self.log_file.put(
                f'{{"t":"skipped","n":{first},"calls":{self.left_out},"why":"budget"}}\n'.encode())
            self.left_out = 0

    def _release(self):
        """Hands the call that waits to the writer."""
        if self.waiting is not None:
            number, call = self.waiting
            self.waiting = None
            call.epoch = call.epoch if call.epoch is not None else self.epoch
            self.log_file.put((number, call))

    def _stepped(self, optimizer, args, kwargs):
        self.steps += 1
        known = self.optimizers.get(id(optimizer))
        if known is None or known.groups != len(optimizer.param_groups) or known.optimizer() is not optimizer:
            known = self.optimizers[id(optimizer)] = _Optimizer(optimizer)
        known.newest = self.steps
        if not known.steps_now or len(self.optimizers) > 1:
            self._settle()
        if self.thread.outside is not None:
            self._close_outside()

    def _settle(self):
        """Finds which optimizers step now: one that has trained a model and rests, while another
        trains what comes after it, no longer says that the model learns."""
        changed = False
        limit = self.steps - max(LEARNS_FOR, 4 * len(self.optimizers))
        for key, known in list(self.optimizers.items()):
            if known.optimizer() is None:
                del self.optimizers[key]
                changed = True
            elif known.steps_now != (known.newest > limit):
                known.steps_now = not known.steps_now
                changed = True
        if changed:
            self.learning = set().union(
                *(known.weights for known in self.optimizers.values() if known.steps_now))
            self.learnings += 1

    def _learns(self, module):
        """Whether an optimizer that steps now trains weights of a module; norms alone do not count,
        which are fitted to new data with all else at rest."""
        norms = {
            id(weight)
            for inner in module.modules() if not inner._modules and "Norm" in type(inner).__name__
            for weight in inner._parameters.values()}
        return any(id(weight) in self.learning and id(weight) not in norms for weight in module.parameters())

    def log(self, loss, epoch, held_out):
        with self.lock:
            if epoch is not None:
                self.epoch = int(epoch)
            if self.waiting is None:
                return
            call = self.waiting[1]
            if isinstance(loss, torch.Tensor):
                landing = _Landing()
                call.loss = landing.fetch(loss.detach().reshape(-1)[:1]), landing
                landing.seal()
            elif loss is not None:
                call.loss = float(loss)
            if held_out is not None:
                call.held_out = float(held_out)

    # -- functions outside of all modules

    def outside(self, thread, training):
        """The call that a function outside of all modules belongs to, or None."""
        if torch._C._current_graph_task_id() != -1:
            return self._recompute(True, time.perf_counter())
        if thread.outside is None:
            root = self.names.outside
            for kind in root.kinds.values():
                kind.quiet = 0
            thread.outside = self._admit(root, training, torch.is_grad_enabled(), time.perf_counter())
        return thread.outside

    def _close_outside(self):
        thread = self.thread
        call, thread.outside = thread.outside, None
        if call is not None:
            self.end(call)

    def seeded(self):
        """The generator was given a state: what is drawn next may have been drawn before."""
        if self.seedings <= 0 or not self.alive or torch._C._current_graph_task_id() != -1:
            return
        self.seedings -= 1
        for root in self.lively:
            for kind in root.kinds.values():
                kind.sure = BURST
        rest = self.rest
        if rest is not None:
            rest.left = 0

    # -- runs

    def entered(self, thread, call, entry, tensor):
        """Before a function applies dropout: what it is about to change."""
        if call.stages and tensor is not None and _is_plain(tensor):
            entry.shape = tensor.shape
            entry.slices = _sampling(tensor.shape, tensor.numel() if self.full else SAMPLE)
            with thread:
                entry.before = call.fetch(_sample(tensor, entry.slices))

    def applied(self, thread, call, entry, tensor, out):
        """After a function applied dropout, or raised: one run of its site for each draw."""
        stack = thread.stack
        site = self.names.site(stack, entry.kind, sys._getframe(2), call)
        draws = entry.draws
        for draw in draws or (None,):
            run = self.describe(_Run(site), stack, call)
            run.rate = entry.rate
            if entry.kind == "attention" and not entry.rate and stack and isinstance(
                    stack[-1], torch.nn.MultiheadAttention):
                # In evaluation PyTorch hands over 0 and leaves no word of the rate.
                run.rate, run.scale = float(stack[-1].dropout), 1.0
            if site.declares and draw is not None:
                run.rate = _meant(site, stack[-1], entry.rate)
            run.draw = draw
            if out is not None and not call.recomputes:
                run.grad = out.requires_grad if run.phase is not False else self._flows(stack, out)
            if entry.kind in ("attention", "lstm") or tensor is None:
                run.shape = draw.shape if draw is not None else entry.fused[3] if entry.fused else None
            else:
                run.shape = tuple(tensor.shape)
                if entry.rows and draw is not None and len(draw.shape) > 1:
                    run.shape, draw.shape = run.shape[1:], draw.shape[1:]
            if entry.kind in ("alpha", "feature-alpha"):
                if draw is not None:
                    run.scale, run.shift = _alpha(entry.rate)
                    run.fill = _ALPHA
            elif draw is not None and entry.rate < 1:
                run.scale = 1 / (1 - entry.rate)
            if draw is None and entry.training and entry.rate >= 1:
                run.kept = 0
            run.fused = entry.fused
            self._stages(call, run, entry, draw, tensor, out)
            self.add(thread, call, run)

    def _doubt(self, call, out):
        """Looks at the first elements of a result between histograms: once weights are not finite
        hardly any is, and the next call is to have its histograms."""
        if not _is_plain(out) or out.device.type != "cpu" or not out.is_contiguous() or out.is_inference():
            return
        with self.thread:
            total = float(out.detach().view(-1)[:256].sum())
        if not math.isfinite(total):
            call.kind.doubts -= 1
            call.kind.look = 2

    def _flows(self, stack, out):
        """Whether what a site in evaluation hands on is a part of what is trained: gradients flow
        through it to weights near it that an optimizer steps on, or it is the beginning of a head of
        which all weights learn, on a network of which none do."""
        if not self.learning:
            return out.requires_grad
        for module in reversed(stack):
            if next(module.parameters(), None) is None:
                continue
            known = self.near.get(id(module))
            if known is None or known[0] != self.learnings:
                is_whole = all(id(weight) in self.learning for weight in module.parameters())
                known = self.near[id(module)] = self.learnings, self._learns(module), is_whole
            return known[1] and (out.requires_grad or known[2] and torch.is_grad_enabled())
        return out.requires_grad

    def _stages(self, call, run, entry, draw, tensor, out):
        keep = draw.keep if draw is not None else None
        if not call.stages and out is not None and call.kind is not None and call.kind.doubts:
            # Where steps are short each site has its turn.
            if self.interval.value > SHORT or (self.calls_seen + len(call.runs)) % DOUBT_EVERY == 0:
                self._doubt(call, out)
        if entry.before is None or out is None or not _is_plain(out) or out.shape != tensor.shape:
            return
        slices = entry.slices
        with self.thread:
            run.stages = (entry.before, keep, call.fetch(_sample(out, slices)))
        run.sampled = entry.before.numel() if entry.before.numel() < tensor.numel() else None
        if call.trace is not None and keep is not None and run.fill is None and tensor is not out:
            call.trace.applied(run, slices, entry.before, keep, out)
        units = tensor.numel() // max(1, tensor.shape[0]) if tensor.dim() > 1 else 0
        # What nothing is learnt of, as words in a bag, may well be zero nearly everywhere.
        is_learnt = tensor.requires_grad or not torch.is_grad_enabled()
        if 1 < units <= 65536 and run.shape == tuple(tensor.shape) and tensor is not out and is_learnt:
            if tensor.numel() <= (1 << 18) or self.full:
                with self.thread:
                    run.zero_units = _Draw(call, _zero_units(tensor.detach()))
        if tensor is not out and tensor.requires_grad and out.requires_grad and torch.is_grad_enabled():
            reach = run.reach = [False, False]
            tensor.register_hook(functools.partial(_reached, reach, 0))
            out.register_hook(functools.partial(_reached, reach, 1))

    def add(self, thread, call, run):
        count = call.counts.get(run.site, 0) + 1
        if count > 1 and call is thread.outside:
            # Outside of modules a line that comes again is the next call.
            self._close_outside()
            call = self.outside(thread, run.phase)
            if call is None:
                return
            count = 1
        if run.draw is not None and run.rate is not None:
            run.site.rate = run.rate      # the writer sets it later, too
        call.counts[run.site] = run.number = count
        call.runs.append(run)
        call.since_norm = run

    # -- draws

    def drew(self, thread, noise, chance):
        """The generator filled `noise` with 0 and 1; an entry scales it in place right after."""
        entry, call = thread.entry, thread.call
        if entry is None and (not thread.stack or call.trace is not None and not _is_graph(thread.stack[-1], None)):
            return
        began = time.perf_counter()
        try:
            if not _is_readable(noise):
                return
            with thread:
                if entry is not None:
                    draw = _Draw(call, noise)
                    if entry.before is not None and noise.dim() == len(entry.shape):
                        draw.keep = call.fetch(noise.expand(entry.shape)[entry.slices] != 0)
                    entry.draws.append(draw)
                else:
                    self._drew_by_hand(thread, call, noise, chance)
        except Exception as error:  # noqa: BLE001
            self.failed(error)
        call.cost[DRAWS] += time.perf_counter() - began

    def hand(self, place, stack):
        """What is known of a line that draws, for each module that runs it; together for modules that
        are made anew."""
        owner = self.names._known(stack[-1]) or self.names.owner(stack)
        key = place, id(stack[-1]) if owner.registered else None
        hand = self.hands.get(key)
        if hand is None:
            hand = self.hands[key] = _Hand()
        return hand

    def _drew_by_hand(self, thread, call, noise, chance):
        place = _place(sys._getframe(3))
        if _is_graph(thread.stack[-1], place):
            if chance is not None and not isinstance(chance, torch.Tensor):
                run = self.describe(_Run(self.names.graph_site(thread.stack, "dropout", call)), thread.stack, call)
                run.draw, run.rate = _Draw(call, noise), _rate(chance, False)
                run.shape = run.draw.shape
                self.add(thread, call, run)
            return
        if place is None:
            return
        hand = self.hand(place, thread.stack)
        if not hand.applied:
            if hand.traces < 3 and not hand.mixes:
                call.root.wants_trace = True
            return
        if not hand.plain:
            return
        shape, drawn = tuple(noise.shape), hand.drawn
        if math.prod(shape) != math.prod(drawn):
            # Another batch: the first axis is the one that changes.
            rest = math.prod(drawn[1:])
            first, over = divmod(math.prod(shape), max(1, rest))
            if over or drawn[0] == 1:
                return
            drawn = (first,) + drawn[1:]
        run = _Run(hand.site)
        run.shape = hand.shape
        if drawn != hand.drawn:
            run.shape = (drawn[0] if hand.drawn[0] == hand.shape[0] else hand.shape[0],) + hand.shape[1:]
        run.draw = _Draw(call, noise.reshape(drawn), not hand.inverted)
        known = _chance(chance) if not isinstance(chance, torch.Tensor) or chance.numel() < 65 else None
        run.rate = hand.rate if known is None else _rate(known, hand.inverted)
        run.rate = _rate_of(thread.stack[-1], run.rate)
        self.describe(run, thread.stack, call)
        self.add(thread, call, run)

    @_safely
    def compared(self, thread, call, out, first, second, order):
        """Uniform noise was compared with something."""
        if thread.busy or not _is_readable(out):
            return
        for noise in call.uniform:
            if noise.numel() == out.numel():
                if isinstance(first, torch.Tensor) and first.data_ptr() == noise.data_ptr():
                    limit = second
                elif isinstance(second, torch.Tensor) and second.data_ptr() == noise.data_ptr():
                    limit, order = first, -order
                else:
                    continue
                limit = _as_number(limit)
                chance = None
                if limit is not None:
                    chance = min(1.0, max(0.0, limit))
                    chance = 1 - chance if order > 0 else chance
                self.drew(thread, out, chance)
                return

    @_safely
    def floored(self, thread, call, out):
        """floor(keep + noise): the sum is another tensor, so that the shape has to tell."""
        if thread.busy or not _is_readable(out):
            return
        noise = call.uniform[-1]
        if noise.shape == out.shape and noise.device.type == "cpu" and bool(((out == 0) | (out == 1)).all()):
            call.uniform.pop()
            self.drew(thread, out, None)

    @_safely
    def drew_compiled(self, call, seeds):
        """A graph that inductor compiled draws one seed for each of its dropouts."""
        call.unseen = call.unseen or []
        call.unseen.append({"what": "inductor", "draws": seeds.numel()})
        self.note_once("inductor", "a compiled graph draws here: its masks follow from its seeds "
                       "(dialect torch-inductor) and are not on record")

    @_safely
    def drew_fused(self, thread, dialect, seed, offset, args):
        entry = thread.entry
        if entry.rate <= 0:
            return
        query, key = args[0], args[1]
        shape = (query.shape[0], query.shape[1], query.shape[2], key.shape[2])
        fused = torch.stack([seed.reshape(-1)[0], offset.reshape(-1)[0]]) if offset is not None else seed.reshape(-1)
        numbers = thread.call.fetch(fused)
        entry.fused = (dialect, numbers, thread.call.landing, shape)
        if dialect == "cudnn-attention":
            self.note_once(dialect, "cuDNN attention draws inside of its kernel, by a rule that is not public")

    @_safely
    def drew_unseen(self, thread, what, text):
        call = thread.call
        call.unseen = call.unseen or []
        call.unseen.append({"what": what, "draws": 1})
        self.note_once(what, text)

    def note_once(self, key, text):
        if key not in self.noted:
            self.noted.add(key)
            self.note(text)

    def describe(self, run, stack, call):
        """What a run's place among the modules says of it."""
        owner = stack[-1] if stack else None
        run.phase = owner.training if stack else call.training
        run.chain = "".join(["t" if module.training else "e" for module in stack]) or None
        run.grad = torch.is_grad_enabled()
        run.recomputed = call.recomputes
        return run

    def boundary(self, call, module, args, out):
        """A module that does nothing but drop has run: its own input and output are the stages.

        So a second scale is seen that it applies after the function of dropout, and in evaluation
        the factor of vanilla dropout.
        """
        tensor = args[0] if args else None
        if not (isinstance(tensor, torch.Tensor) and isinstance(out, torch.Tensor)):
            return
        if not _is_plain(tensor) or not _is_plain(out) or tensor.shape != out.shape:
            return
        site = self.drawers[id(module)]
        runs = [run for run in call.runs if run.site is site]
        if tensor is out:
            if not runs and not module.training:
                run = self.describe(_Run(site), self.thread.stack, call)
                run.rate = _rate_of(module, site.rate)
                run.shape, run.scale = tuple(tensor.shape), 1.0
                self.add(self.thread, call, run)
            return
        slices = _sampling(tensor.shape, tensor.numel() if self.full else SAMPLE)
        if runs:
            run = runs[-1]
            if run.stages is None or tuple(tensor.shape) != run.shape:
                return
            with self.thread:
                run.stages = run.stages[:2] + (call.fetch(_sample(out, slices)),)
        else:
            run = self.describe(_Run(site), self.thread.stack, call)
            run.rate, run.shape = _rate_of(module, site.rate), tuple(tensor.shape)
            with self.thread:
                before = call.fetch(_sample(tensor, slices))
                run.stages = (before, None, call.fetch(_sample(out, slices)))
            run.sampled = before.numel() if before.numel() < tensor.numel() else None
            self.add(self.thread, call, run)

    def idled(self, call, module, args, out):
        """A module of the program's own that should drop is in evaluation, and hands on what it got."""
        names, stack = self.names, self.thread.stack
        known = names.idlers.get(id(module))
        if known is None or known() is not module or not args:
            return
        path, rate = names.owner(stack).path, _module_rate(module)
        if isinstance(module, torch.nn.MultiheadAttention):
            out, rate = out[0], ("attention", float(module.dropout))
        elif args[0] is not out:
            return
        if not _is_plain(out):
            return
        if rate is None or not rate[1] or any(run.site.name == path for run in call.runs):
            return
        site = names.sites.get((id(module), None))
        if site is None:
            site = names._add((id(module), None), path, rate[0], module, None, True)
        run = self.describe(_Run(site), stack, call)
        run.rate, run.shape, run.scale = rate[1], tuple(out.shape), 1.0
        run.grad = self._flows(stack, out)
        self.add(self.thread, call, run)

    # -- recomputation

    def _recompute(self, training, began):
        """A call for what runs again in backward, where that can be."""
        if not self.outstanding or self._captures():
            return None
        call = _Call(self.names.outside, training, True, self.steps + 1, began, self._room())
        call.recomputes = True
        return call

    def _await_recompute(self, number, call):
        draws = {}
        for run in call.runs:
            if run.draw is not None:
                draws.setdefault(run.site, []).append((run.number, run.draw))
        if not draws:
            return
        waiting = self.outstanding
        waiting.append((number, call.step, call.bytes, draws))
        self.outstanding_bytes += call.bytes
        while (
                len(waiting) > RECOMPUTED or waiting[0][1] < self.steps - RECOMPUTED_FOR
                or self.outstanding_bytes > WAITING and len(waiting) > 1):
            self.outstanding_bytes -= waiting.popleft()[2]

    def _recomputed(self, call):
        """Matches what ran again in backward with the calls it belongs to, the newest first."""
        found = {}
        for run in call.runs:
            if run.draw is None:
                continue
            waiting = [
                (number, draws[run.site], index)
                for number, _, _, draws in reversed(self.outstanding)
                for index in reversed(range(len(draws.get(run.site, ()))))]
            if not waiting:
                continue
            same = [place for place in waiting if _is_same(place[1][place[2]][1], run.draw)]
            number, draws, index = (same or waiting)[0]
            run.number = draws.pop(index)[0]
            run.recomputed = True
            found.setdefault(number, []).append(run)
        for number, runs in found.items():
            if self.waiting is not None and self.waiting[0] == number:
                self.waiting[1].runs.extend(runs)
            else:
                self.log_file.put((number, runs))


def _reached(reach, index, gradient):
    reach[index] = True


def _is_same(first, second):
    """Whether two draws are one mask, as far as that is known without waiting for a GPU."""
    for draw in (first, second):
        if draw.packed is None or draw.landing is not None and not draw.landing.query():
            return False
    return first.shape == second.shape and first.bits() == second.bits()


_PLAIN = (torch.Tensor, torch.nn.Parameter)


def _is_readable(tensor):
    """Whether the hook may read a tensor: no subclass, no function transform, no fake."""
    return (
        type(tensor) in _PLAIN and tensor.layout == torch.strided and not tensor.is_meta
        and not _transforms())


def _is_fake(tensor):
    """Whether a tensor stands for others while a graph is made of the program: nothing runs yet."""
    return (
        type(tensor).__name__ in ("FakeTensor", "FunctionalTensor") or tensor.is_meta
        or torch._is_functional_tensor(tensor))


def _is_plain(tensor):
    return _is_readable(tensor) and tensor.is_floating_point()


try:
    from torch._C._functorch import peek_interpreter_stack as _peek

    def _transforms():
        return _peek() is not None
except ImportError:

    def _transforms():
        return False


# ---------------------------------------------------------------------------------------------
# Calls: nn.Module.__call__

def _is_compiling():
    return False


if hasattr(torch, "compiler") and hasattr(torch.compiler, "is_compiling"):
    _is_compiling = torch.compiler.is_compiling


def _install_calls(engine):
    """Wraps nn.Module.__call__: cheaper than global hooks, which switch off its fast path."""
    original = torch.nn.Module.__call__
    is_plain = original is getattr(torch.nn.Module, "_wrapped_call_impl", None)
    thread = engine.thread
    is_compiling = _is_compiling
    is_tracing = torch._C._get_tracing_state
    norms = torch.nn.modules.batchnorm._BatchNorm
    drawers, idlers = engine.drawers, engine.names.idlers

    def __call__(module, *args, **kwargs):
        if is_compiling():
            return original(module, *args, **kwargs)
        stack = thread.stack
        if stack:
            depth = len(stack)
            stack.append(module)
            call = thread.call
            if call.stages:
                call.ran.add(id(module))
            if module._parameters and call.since_norm is not None:
                _norm(engine, call, stack, norms)
            try:
                out = original(module, *args, **kwargs)
                if call.stages and id(module) in drawers:
                    try:
                        engine.boundary(call, module, args, out)
                    except Exception as error:  # noqa: BLE001
                        engine.failed(error)
                if not module.training and id(module) in idlers:
                    try:
                        engine.idled(call, module, args, out)
                    except Exception as error:  # noqa: BLE001
                        engine.failed(error)
                return out
            finally:
                del stack[depth:]
        if thread.idle or thread.busy or not engine.alive or is_tracing() is not None:
            return original(module, *args, **kwargs)
        began = time.perf_counter()
        try:
            call = engine.begin(thread, module)
        except Exception as error:  # noqa: BLE001
            engine.failed(error)
            call = None
        if call is None:
            kind, thread.kind, thread.passed = thread.kind, None, 0
            thread.idle = True
            try:
                return original(module, *args, **kwargs)
            finally:
                thread.idle = False
                if kind is not None and thread.passed != kind.entries:
                    kind.surprise()
        stack.append(module)
        thread.call = call
        call.ran.add(id(_unwrapped(module)))
        call.cost[CALLS] += time.perf_counter() - began
        try:
            if call.trace is None:
                return original(module, *args, **kwargs)
            call.inputs = args
            with call.trace:
                return original(module, *args, **kwargs)
        finally:
            stack.clear()
            thread.call = None
            thread.entry = None
            call.trace = None
            call.inputs = ()
            call.uniform.clear()
            began = time.perf_counter()
            try:
                if call.stages and call.training and call.grad and not call.unseen and not _has_compiled():
                    call.unused = engine.names.unused(call)
                call.cost[CALLS] += time.perf_counter() - began
                engine.end(call)
            except Exception as error:  # noqa: BLE001
                engine.failed(error)

    def resting(module, *args, **kwargs):
        """In place of the above while calls are left out: counts those of the one root."""
        rest = engine.rest
        if rest is None:
            return __call__(module, *args, **kwargs)
        if rest.inside:
            # What PyTorch's own function does here, without a frame more.
            if is_plain and module._compiled_call_impl is None:
                return module._call_impl(*args, **kwargs)
            return original(module, *args, **kwargs)
        if thread.idle:
            return original(module, *args, **kwargs)
        if module is rest.module:
            same = module.training == rest.training and is_grad_enabled() == rest.grad
            if rest.left > 0 and (same or not engine.may_wake(module)):
                rest.left -= 1
                rest.inside, rest.passed = True, 0
                try:
                    return original(module, *args, **kwargs)
                finally:
                    rest.inside = False
                    if same and rest.passed != rest.kind.entries and rest.kind.surprise():
                        rest.left = 0
        elif not engine.is_new(module):
            return original(module, *args, **kwargs)
        engine.wake()
        return __call__(module, *args, **kwargs)

    is_grad_enabled = torch.is_grad_enabled
    engine.wrappers = (__call__, resting)
    torch.nn.Module.__call__ = __call__

    def undo():
        if torch.nn.Module.__call__ in engine.wrappers:
            torch.nn.Module.__call__ = original

    return undo


def _install_seeding(engine):
    """Wraps the functions that give the default generator a state."""
    undo = []

    def put(holder, name):
        original = getattr(holder, name)

        @functools.wraps(original)
        def seeding(*args, **kwargs):
            out = original(*args, **kwargs)
            if not _is_compiling():
                engine.seeded()
            return out

        setattr(holder, name, seeding)

        def take_away():
            if vars(holder).get(name) is seeding:
                setattr(holder, name, original)

        undo.append(take_away)

    for holder in (torch, torch.random):
        for name in ("manual_seed", "set_rng_state"):
            put(holder, name)

    def undo_all():
        for take_away in reversed(undo):
            take_away()

    return undo_all


def _has_compiled():
    """Whether anything is compiled by dynamo: then no mode may be on, which would switch that off."""
    frames = sys.modules.get("torch._dynamo.eval_frame")
    if frames is None:
        return False
    backends = getattr(frames, "cached_backends", None)
    if backends is None:
        return getattr(frames, "most_recent_backend", None) is not None
    return any(backend is not None for backend in backends.values())


def _norm(engine, call, stack, norms):
    """A layer with weights runs: a batch norm that the newest dropout feeds is noted."""
    run, call.since_norm = call.since_norm, None
    module = stack[-1]
    if isinstance(module, norms) and run.shape and len(run.shape) > 1:
        if run.shape[1] == module.num_features:
            run.next_norm = engine.names.owner(stack).path


# ---------------------------------------------------------------------------------------------
# Entries: the functions that apply dropout

def _argument(args, kwargs, index, *names, default=None):
    if len(args) > index:
        return args[index]
    for name in names:
        if name in kwargs:
            return kwargs[name]
    return default


def _dropout(kind):
    def read(args, kwargs):
        p = _argument(args, kwargs, 1, "p", default=0.5)
        training = _argument(args, kwargs, 2, "train", "training", default=True)
        tensor = _argument(args, kwargs, 0, "input")
        name = kind
        if kind == "feature":
            frame = sys._getframe(2)
            name = frame.f_code.co_name
            if {"dropout1d": 2, "dropout3d": 4}.get(name) == frame.f_locals.get("inp_dim") and _has_rows(tensor):
                name += "-rows"
            elif name not in ("dropout1d", "dropout2d", "dropout3d"):
                name = {3: "dropout1d", 5: "dropout3d"}.get(tensor.dim(), "dropout2d")
        return name, p, training, tensor

    return read


# Nodes of autograd's graph that leave axes as they are.
_ELEMENTWISE = (
    "Relu", "Tanh", "Sigmoid", "Gelu", "Silu", "Elu", "LeakyRelu", "Hard", "Softplus", "Mish", "Add", "Sub",
    "Mul", "Div", "NativeBatchNorm", "NativeLayerNorm", "ToCopy", "MaxPool2D", "AvgPool2D", "Unsqueeze")


def _has_rows(tensor):
    """Whether a tensor that `dropout1d` or `dropout3d` took for one sample, since it has an axis too
    few, is a batch: a linear layer or a convolution of a batch made it."""
    node = tensor.grad_fn
    for _ in range(8):
        if node is None:
            return False
        name = node.name()
        if name.startswith(("Addmm", "Mm", "Linear", "Convolution", "Mkldnn")):
            return True
        if not name.startswith(_ELEMENTWISE) or not node.next_functions:
            return False
        node = node.next_functions[0][0]
    return False


def _attention(args, kwargs):
    p = _argument(args, kwargs, 4, "dropout_p", default=0.0)
    return "attention", p, True, None


def _recurrent(args, kwargs):
    # (input, hx, weights, has_biases, layers, p, train, bidirectional, batch_first), or with
    # (data, batch_sizes, hx, weights, has_biases, layers, p, train, bidirectional) packed.
    packed = isinstance(args[1], torch.Tensor) and args[1].dtype == torch.int64
    at = 6 if packed else 5
    if args[at - 1] < 2:
        return None
    return "lstm", args[at], args[at + 1], None


_ENTRIES = [
    (("dropout", "dropout_"), _dropout("dropout")),
    (("feature_dropout", "feature_dropout_"), _dropout("feature")),
    (("alpha_dropout", "alpha_dropout_"), _dropout("alpha")),
    (("feature_alpha_dropout", "feature_alpha_dropout_"), _dropout("feature-alpha")),
    (("lstm", "gru", "rnn_tanh", "rnn_relu"), _recurrent),
]


def _install_entries(engine):
    """Wraps the functions where modules and torch.nn.functional look them up."""
    undo = []

    def put(holder, name, read, builtin=None):
        original = getattr(holder, name, None)
        if original is None:
            return
        had = name in vars(holder)
        wrapped = _entry(engine, original, read)
        setattr(holder, name, wrapped)
        if builtin:
            # What is scripted meanwhile finds the operator behind the wrapper.
            try:
                torch.jit._builtins._register_builtin(wrapped, builtin)
            except Exception:  # noqa: BLE001: scripting is then as before the hook knew of it
                pass

        def take_away():
            if vars(holder).get(name) is wrapped:
                if had:
                    setattr(holder, name, original)
                else:
                    delattr(holder, name)

        undo.append(take_away)

    for names, read in _ENTRIES:
        for name in names:
            for holder in (torch._VF, torch):
                put(holder, name, read, f"aten::{name}")
    functional = torch.nn.functional
    put(functional, "scaled_dot_product_attention", _attention, "aten::scaled_dot_product_attention")

    def undo_all():
        for take_away in reversed(undo):
            take_away()

    return undo_all


def _entry(engine, original, read):
    thread = engine.thread
    has_rate = read not in (_attention, _recurrent)
    is_compiling = _is_compiling

    @functools.wraps(original)
    def entry(*args, **kwargs):
        rest = engine.rest
        if rest is not None or thread.idle or thread.entry is not None or not engine.alive or is_compiling():
            if not is_compiling():
                # At p = 1 it counts twice, so that a schedule that ends there is noticed.
                passed = 2 if has_rate and len(args) > 2 and args[1] == 1 and args[2] else 1
                if rest is not None:
                    rest.passed += passed
                else:
                    thread.passed += passed
            return original(*args, **kwargs)
        began = time.perf_counter()
        seen = call = None
        if thread.call is not None:
            thread.call.entries += 2 if has_rate and len(args) > 2 and args[1] == 1 and args[2] else 1
        try:
            if torch._C._get_tracing_state() is None:
                seen = read(args, kwargs)
            if seen is not None:
                kind, rate, training, tensor = seen
                rate, training = float(rate), bool(training)
                if kind == "attention" and rate == 0 and not _has_site(engine, thread):
                    seen = None
                elif not isinstance(args[0], torch.Tensor) or _is_fake(args[0]):
                    seen = None
            if seen is not None:
                call = thread.call or engine.outside(thread, training)
            if call is not None:
                state = _Entry(kind, rate, training)
                engine.entered(thread, call, state, tensor)
        except Exception as error:  # noqa: BLE001
            engine.failed(error)
            call = None
        if call is None:
            return original(*args, **kwargs)
        inside = thread.call
        if inside is None:
            thread.call = call
        thread.entry = state
        out = None
        call.cost[ENTRIES] += time.perf_counter() - began
        scope = engine.scope
        try:
            if scope is None:
                out = original(*args, **kwargs)
            else:
                with scope:
                    out = original(*args, **kwargs)
            return out
        finally:
            # Also when it raised: a checkpoint that has all it needs stops its recomputation so.
            began = time.perf_counter()
            thread.entry = None
            thread.call = inside
            try:
                if out is not None or state.draws:
                    result = out if isinstance(out, torch.Tensor) else None
                    engine.applied(thread, call, state, tensor, result)
                call.cost[ENTRIES] += time.perf_counter() - began
                if call.recomputes and inside is None:
                    engine.end(call)
            except Exception as error:  # noqa: BLE001
                engine.failed(error)

    return entry


def _has_site(engine, thread):
    """Whether attention without dropout is worth an entry: where it had some before."""
    stack = thread.stack
    return bool(stack) and (id(stack[-1]), None) in engine.names.sites or bool(
        engine.names.by_line) and any(site.kind == "attention" for site in engine.names.by_line.values())


# ---------------------------------------------------------------------------------------------
# Taps: the bits, from the dispatcher

class _Taps:
    """Kernels in front of the operators that draw, on a dispatch key that is always on.

    BackendSelect stands below autograd and above every device, in every mode and thread, for
    callers in C++ and TorchScript too. Each kernel first lets the operator run, then looks.
    """

    def __init__(self, engine):
        if not hasattr(torch._ops.OpOverload, "redispatch"):
            raise RuntimeError("this PyTorch is older than 2.4")
        self.engine = engine
        self.library = torch.library.Library("aten", "IMPL")
        self.below = torch._C._dispatch_keyset_full_after(torch._C.DispatchKey.BackendSelect)
        aten = torch.ops.aten
        try:
            self._tap("bernoulli_.float", aten.bernoulli_.float, self._bernoulli)
            self._tap("bernoulli_.Tensor", aten.bernoulli_.Tensor, self._bernoulli)
            self._tap("uniform_", aten.uniform_.default, self._uniform)
            self._tap("random_.from", getattr(aten.random_, "from"), self._integers)
            for name, orders in (("lt", -1), ("le", -1), ("gt", 1), ("ge", 1)):
                packet = getattr(aten, name)
                self._tap(f"{name}.Scalar", packet.Scalar, self._comparison, orders)
                self._tap(f"{name}.Tensor", packet.Tensor, self._comparison, orders)
                packet = getattr(aten, f"{name}_")
                self._tap(f"{name}_.Scalar", packet.Scalar, self._comparison, orders)
                self._tap(f"{name}_.Tensor", packet.Tensor, self._comparison, orders)
            self._tap("floor", aten.floor.default, self._floor)
            self._tap("floor_", aten.floor_.default, self._floor)
            self._tap("round", aten.round.default, self._floor)
            if torch.cuda.is_available():
                self._tap("native_dropout", aten.native_dropout.default, self._native_dropout)
                for name, dialect, seed, offset in _FUSED:
                    packet = getattr(aten, name, None)
                    if packet is not None:
                        self._tap(name, packet.default, self._attention, dialect, seed, offset)
                self._tap("_cudnn_rnn", aten._cudnn_rnn.default, self._cudnn_rnn)
        except Exception:
            self.remove()
            raise

    def _tap(self, name, op, make, *details):
        with warnings.catch_warnings():
            # PyTorch warns that a kernel stands in front of another: it is meant to.
            warnings.simplefilter("ignore")
            self.library.impl(name, make(op.redispatch, *details), "BackendSelect", with_keyset=True)

    def remove(self):
        self.library._destroy()

    def _bernoulli(self, redispatch):
        engine, thread, below = self.engine, self.engine.thread, self.below

        def kernel(keys, noise, p=0.5, *, generator=None):
            redispatch(keys & below, noise, p, generator=generator)
            if thread.call is not None and not thread.busy:
                engine.drew(thread, noise, p)
            return noise

        return kernel

    def _uniform(self, redispatch):
        engine, thread, below = self.engine, self.engine.thread, self.below

        def kernel(keys, noise, low=0.0, high=1.0, *, generator=None):
            redispatch(keys & below, noise, low, high, generator=generator)
            call = thread.call
            if call is not None and call.trace is None and low == 0 and high == 1 and _is_readable(noise):
                # Kept till it is compared with something, or the call ends.
                call.uniform.append(noise)
            return noise

        return kernel

    def _integers(self, redispatch):
        engine, thread, below = self.engine, self.engine.thread, self.below

        def kernel(keys, noise, low, high, *, generator=None):
            redispatch(keys & below, noise, low, high, generator=generator)
            call = thread.call
            if call is not None and not thread.busy:
                if low == 0 and high == 2:
                    engine.drew(thread, noise, 0.5)
                elif low == -(1 << 63) and high == (1 << 63) - 1:
                    engine.drew_compiled(call, noise)
            return noise

        return kernel

    def _comparison(self, redispatch, order):
        engine, thread, below = self.engine, self.engine.thread, self.below

        def kernel(keys, first, second):
            out = redispatch(keys & below, first, second)
            call = thread.call
            if call is not None and call.uniform:
                engine.compared(thread, call, out, first, second, order)
            return out

        return kernel

    def _floor(self, redispatch):
        engine, thread, below = self.engine, self.engine.thread, self.below

        def kernel(keys, tensor):
            out = redispatch(keys & below, tensor)
            call = thread.call
            if call is not None and call.uniform:
                engine.floored(thread, call, out)
            return out

        return kernel

    def _native_dropout(self, redispatch):
        engine, thread, below = self.engine, self.engine.thread, self.below

        def kernel(keys, tensor, p, train):
            out, mask = redispatch(keys & below, tensor, p, train)
            if thread.call is not None and mask.is_cuda and train is not False and mask.numel():
                engine.drew(thread, mask, 1 - p)
            return out, mask

        return kernel

    def _attention(self, redispatch, dialect, seed, offset):
        engine, thread, below = self.engine, self.engine.thread, self.below

        def kernel(keys, *args, **kwargs):
            out = redispatch(keys & below, *args, **kwargs)
            if thread.entry is not None:
                engine.drew_fused(thread, dialect, out[seed], out[offset] if offset is not None else None, args)
            return out

        return kernel

    def _cudnn_rnn(self, redispatch):
        engine, thread, below = self.engine, self.engine.thread, self.below

        def kernel(keys, *args):
            out = redispatch(keys & below, *args)
            if thread.entry is not None and thread.entry.rate > 0 and thread.entry.training:
                engine.drew_unseen(thread, "cudnn", "cuDNN draws inside of its recurrent kernel")
            return out

        return kernel


# Attention kernels that keep their masks to themselves: operator, dialect, and where among its
# results the seed and the offset stand (both in one tensor where there is no second place).
_FUSED = [
    ("_scaled_dot_product_flash_attention", "flash-attention", 6, None),
    ("_scaled_dot_product_efficient_attention", "mem-efficient-attention", 2, 3),
    ("_scaled_dot_product_cudnn_attention", "cudnn-attention", 6, 7),
]


class _Scope(TorchDispatchMode):
    """Sees the draws of one function of dropout where there are no taps."""

    def __init__(self, engine):
        super().__init__()
        self.engine = engine

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        out = function(*args, **(kwargs or {}))
        if function is torch.ops.aten.bernoulli_.float:
            self.engine.drew(self.engine.thread, out, args[1] if len(args) > 1 else 0.5)
        return out


# ---------------------------------------------------------------------------------------------
# Hand-written dropout: noise that no function of dropout asked for

class _Hand:
    """What is known of a line that draws: whether its noise is a mask of activations, and how."""

    __slots__ = ("traces", "site", "inverted", "plain", "drawn", "shape", "applied", "rate", "mixes", "again")

    def __init__(self):
        self.traces = 0           # calls in which it was followed
        self.applied = False      # whether its noise was seen to meet an activation
        self.mixes = False        # whether it chooses between two tensors
        self.again = 0            # traces in which a mask from an earlier call was met
        self.inverted = False     # whether 1 drops
        self.plain = False        # whether what is applied is what was drawn, element by element
        self.site = self.drawn = self.shape = self.rate = None


def _version(tensor):
    """How often a tensor was changed in place; tensors of inference do not count."""
    return 0 if tensor.is_inference() else tensor._version


class _Mark:
    """What a tensor is in a trace: uniform noise, 0/1 noise, or activations that were masked."""

    __slots__ = ("what", "origin", "inverted", "transformed", "chance", "run", "factor", "base", "tensor",
                 "version", "spread", "held", "again")

    def __init__(self, what, tensor, origin=None):
        self.version = _version(tensor)
        self.what = what                # "uniform", "bits", "scaled", "masked"
        self.tensor = tensor            # held, so that its identity is not given to another
        self.origin = origin            # where it was drawn: (place, stack, elements)
        self.inverted = self.transformed = False
        self.spread = ()                # axes, from the end, along which a draw was only repeated
        self.held = False               # whether a module holds the mask, which nobody saw drawn
        self.again = False              # whether it is from an earlier call
        self.chance = self.run = self.base = None
        self.factor = 1.0

    def derived(self, tensor):
        mark = _Mark(self.what, tensor, self.origin)
        mark.inverted, mark.transformed = self.inverted, self.transformed
        if tensor is not self.tensor and _version(self.tensor) > self.version:
            mark.transformed = True
        mark.chance, mark.run, mark.base, mark.factor = self.chance, self.run, self.base, self.factor
        mark.held, mark.again = self.held, self.again
        # A view has its base's counter of changes, but only after the operator has returned.
        mark.version = max(mark.version, self.version)
        if tensor.shape == self.tensor.shape:
            mark.spread = self.spread
        return mark


_KEEPS = {
    "_to_copy", "to", "clone", "view", "reshape", "_unsafe_view", "unsqueeze", "squeeze", "expand",
    "detach", "alias", "contiguous", "lift_fresh", "view_as", "slice", "select", "ne", "eq", "copy_",
}
_TRANSFORMS = {
    "repeat_interleave", "repeat", "permute", "transpose", "t", "constant_pad_nd", "cat", "index_select",
    "max_pool2d_with_indices", "upsample_nearest2d", "upsample_nearest1d", "gather", "flip", "roll",
}
_COPIES = {"clone", "contiguous", "_to_copy", "alias", "lift_fresh"}
_COMPARISONS = {"lt": -1, "le": -1, "gt": 1, "ge": 1, "lt_": -1, "le_": -1, "gt_": 1, "ge_": 1}


class _Trace(TorchDispatchMode):
    """Follows noise through one call to the operator that masks activations with it.

    It is on for few calls, never where anything is compiled, and runs each operator as it is.
    """

    def __init__(self, engine, thread, call):
        super().__init__()
        self.engine = engine
        self.thread = thread
        self.call = call
        self.marks = {}
        self.holders = {}
        self.met = {}             # by draw: whether 1 keeps or drops, and the runs it made
        self.watched = {}         # results of dropout by id: (run, tensor, what reads it)
        self.operators = 0
        self._watch(None, torch.empty(0))    # one that nothing else holds, to compare with

    def _watch(self, run, tensor):
        """From here on it is counted what reads a result of dropout."""
        self.watched[id(tensor)] = run, tensor, set()

    def _read(self, arguments):
        """Notes which results of dropout an operator reads; a function of dropout counts as one."""
        for value in arguments:
            if isinstance(value, torch.Tensor):
                watched = self.watched.get(id(value))
                if watched is not None and watched[1] is value:
                    watched[2].add(id(self.thread.entry) if self.thread.entry else self.operators)
            elif isinstance(value, (list, tuple)):
                self._read(value)

    def _tell_reads(self):
        """Writes down how often each result was read, and which ones nothing has in hand any more."""
        watched, self.watched, alone = list(self.watched.values()), {}, None
        for place, item in enumerate(watched):
            watched[place] = None
            run, tensor, readers = item
            holders = sys.getrefcount(tensor)
            if run is None:
                alone = holders
                continue
            run.reads = len(readers)
            run.thrown_away = not readers and holders <= alone

    def __exit__(self, *details):
        for mark in self.marks.values():
            if mark.what == "bits":
                kept = weakref.ref(mark.tensor), mark.origin[0], mark.inverted, mark.chance
                self.engine.kept[id(mark.tensor)] = kept
        mark = None
        self.marks = {}
        for key in [key for key, kept in self.engine.kept.items() if kept[0]() is None]:
            del self.engine.kept[key]
        out = super().__exit__(*details)
        if details[0] is None:
            self._tell_reads()
        return out

    def _held(self, tensor):
        """The mark of a mask that outlived the call that drew it, or that a dropout holds."""
        stack = self.thread.stack
        if not stack or not isinstance(tensor, torch.Tensor) or not stack[-1].training:
            return None
        kept = self.engine.kept.get(id(tensor))
        if kept is not None and kept[0]() is tensor:
            mark = _Mark("bits", tensor, (kept[1], tuple(stack), tensor.numel()))
            mark.inverted, mark.chance = kept[2], kept[3]
            mark.again = True
            return mark
        module = stack[-1]
        looks = self.holders.get(id(module))
        if looks is None:
            rates = [None] if _module_rate(module) is not None else [p for p in _declared_rates(module) if 0 < p < 1]
            looks = self.holders[id(module)] = rates
        if not looks or not _is_readable(tensor) or tensor.requires_grad or tensor.numel() < 2:
            return None
        places = module._buffers, module.__dict__, module._parameters
        if not any(tensor is value for values in places for value in values.values()):
            return None
        with self.thread:
            ones = tensor[tensor != 0]
            if not 0 < ones.numel() < tensor.numel() or bool((ones != ones[0]).any()):
                return None
            if looks[0] is None:
                if isinstance(tensor, torch.nn.Parameter):
                    return None
            elif not any(_looks_drawn(tensor != 0, rate) for rate in looks):
                return None
        place = _place(sys._getframe(3))
        if place is None:
            return None
        self.engine.hand(place, stack)
        mark = _Mark("bits", tensor, (place, tuple(stack), tensor.numel()))
        mark.held = mark.again = True
        return mark

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        plan = None
        began = time.perf_counter()
        if not self.thread.busy:
            try:
                self.operators += 1
                if not function._schema.name.endswith("_like"):
                    self._read(args)
                plan = self._before(function, args, kwargs)
            except Exception as error:  # noqa: BLE001
                self.engine.failed(error)
        self.call.cost[TRACE] += time.perf_counter() - began + PER_TRACED
        out = function(*args, **kwargs)
        began = time.perf_counter()
        if not self.thread.busy:
            try:
                self._after(function, args, kwargs, out, plan)
                if isinstance(out, torch.Tensor) and function._schema.name.endswith("_"):
                    # The counter of changes is raised when this has returned.
                    mark = self.marks.get(id(out))
                    if mark is not None and not out.is_inference():
                        mark.version = out._version + 1
            except Exception as error:  # noqa: BLE001
                self.engine.failed(error)
        self.call.cost[TRACE] += time.perf_counter() - began
        return out

    def mark(self, tensor):
        mark = self.marks.get(id(tensor))
        if mark is not None and mark.tensor is tensor:
            return mark
        mark = self._held(tensor)
        if mark is not None:
            self._set(mark)
        return mark

    def _set(self, mark):
        self.marks[id(mark.tensor)] = mark

    # -- before an operator: activations are about to be masked, perhaps in place

    def _before(self, function, args, kwargs):
        name = function._schema.name[6:]
        if name in ("mul", "mul_") and len(args) > 1:
            for x, m in ((args[0], args[1]), (args[1], args[0])):
                bits = self.mark(m)
                if bits is not None and bits.what == "bits" and self._is_activation(x):
                    return self._meet(x, bits, bits.inverted)
        elif name in ("masked_fill", "masked_fill_") and _is_zero(args[2]):
            bits = self.mark(args[1])
            if bits is not None and bits.what == "bits" and self._is_activation(args[0]):
                return self._meet(args[0], bits, not bits.inverted)
        elif name in ("index_put_", "index_put") and len(args[1]) == 1 and _is_zero(args[2]):
            bits = self.mark(args[1][0])
            if bits is not None and bits.what == "bits" and self._is_activation(args[0]):
                return self._meet(args[0], bits, not bits.inverted)
        elif name == "where" and len(args) == 3:
            bits = self.mark(args[0])
            if bits is not None and bits.what == "bits":
                if _is_zero(args[2]) and self._is_activation(args[1]):
                    return self._meet(args[1], bits, bits.inverted)
                if _is_zero(args[1]) and self._is_activation(args[2]):
                    return self._meet(args[2], bits, not bits.inverted)
        return None

    def _is_activation(self, x):
        if not isinstance(x, torch.Tensor) or not _is_plain(x) or x.dim() == 0:
            return False
        mark = self.mark(x)
        return mark is None or mark.what in ("scaled", "masked")

    def _meet(self, x, bits, inverted):
        """Activations meet a mask: the run of a site, and what came before."""
        engine, call = self.engine, self.call
        place, stack, number = bits.origin
        hand = engine.hand(place, stack)
        if len(stack) == 1 and any(x is argument for argument in call.inputs):
            return None     # the program's own noise on its input: no dropout of a layer's
        is_weight = isinstance(x, torch.nn.Parameter)
        keep = bits.tensor
        if hand.mixes or keep.dim() > x.dim() or bits.held and is_weight:
            return None
        if self._mixes(bits, inverted, hand):
            return None
        keep = keep.reshape((1,) * (x.dim() - keep.dim()) + tuple(keep.shape))
        if any(length not in (1, whole) for length, whole in zip(keep.shape, x.shape)):
            return None     # it is x that is spread over the mask
        # An axis along which the mask is only spread was not drawn.
        collapsed = keep[tuple(
            slice(0, 1) if keep.stride(axis) == 0 or axis - keep.dim() in bits.spread else slice(None)
            for axis in range(keep.dim()))]
        with self.thread:
            draw = _Draw(call, collapsed, not inverted)
        mark = self.mark(x)
        base = x
        rate = None
        if _version(bits.tensor) > bits.version:
            bits.transformed = True
        if bits.chance is not None and not bits.transformed:
            rate = _rate(bits.chance, inverted)
        if mark is not None and mark.what == "scaled":
            for p in {rate, _rate_of(stack[-1], rate)} - {None}:
                if 0 < p < 1 and any(abs(mark.factor * part - 1) < 0.01 for part in (1 - p, p)):
                    base = mark.base
        site = engine.names.hand_site(stack, place, draw.shape, tuple(x.shape), bits.transformed, is_weight)
        hand.applied, hand.site, hand.inverted = True, site, inverted
        hand.rate = rate
        hand.plain = not bits.transformed and math.prod(draw.shape) == number
        hand.drawn, hand.shape = draw.shape, tuple(x.shape)
        run = _Run(site)
        run.draw, run.rate, run.shape = draw, _rate_of(stack[-1], rate), tuple(x.shape)
        engine.describe(run, stack, call)
        slices = _sampling(x.shape, x.numel() if engine.full else SAMPLE)
        with self.thread:
            before = call.fetch(_sample(base, slices))
            kept = collapsed.expand(x.shape)[slices]
            kept = call.fetch(kept == 0 if inverted else kept != 0)
        self.met[id(bits.origin)][2].append(run)
        if bits.again:
            hand.again += 1
            if hand.again < HELD:
                call.root.wants_trace = True    # no draw tells of the next time
        return run, slices, before, kept, mark.factor if base is not x else 1.0

    def _mixes(self, bits, inverted, hand):
        """Whether a mask chooses between two tensors, m * a + (1 - m) * b: then nothing is dropped.

        What was taken for dropout when the first half was met is taken back.
        """
        met = self.met.setdefault(id(bits.origin), (bits.origin, set(), []))
        met[1].add(inverted)
        if len(met[1]) < 2:
            return False
        hand.mixes = True
        hand.applied = hand.plain = False
        for run in met[2]:
            if run in self.call.runs:
                self.call.runs.remove(run)
                self.call.counts[run.site] -= 1
        return True

    # -- after an operator: what its result is

    def _after(self, function, args, kwargs, out, plan):
        name = function._schema.name[6:]
        if not isinstance(out, torch.Tensor):
            if isinstance(out, tuple) and out and name in _TRANSFORMS:
                out = out[0]
            else:
                return
        if plan is not None:
            run = plan[0]
            self.engine.add(self.thread, self.call, run)
            mark = _Mark("masked", out)
            mark.run, mark.factor = plan[:4], plan[4]
            self._masked(mark, out)
            return
        if name in _DRAWS:
            self._drawn(name, args, kwargs, out)
            return
        if not args:
            return
        first = args[0][0] if name == "cat" and args[0] else args[0]
        mark = self.mark(first) if isinstance(first, torch.Tensor) else None
        other = args[1] if len(args) > 1 else None
        if mark is None and isinstance(other, torch.Tensor) and name not in ("copy_",):
            # noise on the right: x < rand, keep + rand, 1 - mask
            mark = self.mark(other)
            if mark is not None and mark.what in ("uniform", "bits"):
                if name in _COMPARISONS and mark.what == "uniform" and _as_number(first) is not None:
                    self._compared(mark, out, -_COMPARISONS[name], _as_number(first))
                elif name == "add" and mark.what == "uniform":
                    self._set(mark.derived(out))
                elif name == "sub" and mark.what == "bits" and _as_number(first) == 1:
                    self._invert(mark, out)
                elif name == "mul" and mark.what == "bits" and _as_number(first) is not None:
                    self._set(mark.derived(out))
            return
        if mark is None:
            number = _as_number(other)
            if number and name in ("mul", "div", "mul_", "div_") and self._is_activation(out):
                self._scaled(out, number if name.startswith("mul") else 1 / number, first)
            return
        if mark.what == "uniform":
            if name in _COMPARISONS:
                limit = _as_number(other)
                self._compared(mark, out, _COMPARISONS[name], limit)
            elif name in ("add", "add_", "sub", "sub_") or name in _KEEPS:
                moved = mark.derived(out)
                if name.startswith(("add", "sub")):
                    shift = _as_number(other) or 0.0
                    moved.factor = mark.factor + (shift if name.startswith("add") else -shift)
                self._set(moved)
            elif name in ("floor", "floor_"):
                # floor(keep + u) is 1 where u is at least 1 - keep.
                self._bits(mark, out, mark.factor if 0 <= mark.factor <= 1 else None)
            elif name == "round" and mark.factor == 0:
                self._bits(mark, out, 0.5)
        elif mark.what == "bits":
            if name in _KEEPS or name in ("mul", "div", "mul_", "div_") and _as_number(other) is not None:
                made = mark.derived(out)
                if name == "eq" and _as_number(other) == 0:
                    made.inverted = not mark.inverted
                if name == "expand":
                    made.spread = tuple(
                        axis - out.dim() for axis in range(out.dim())
                        if out.stride(axis) == 0 and out.shape[axis] > 1)
                self._set(made)
            elif name in _TRANSFORMS or name in ("mul", "logical_and", "logical_or", "bitwise_and", "bitwise_or"):
                made = mark.derived(out)
                made.transformed = True
                self._set(made)
            elif name in ("logical_not", "bitwise_not", "rsub", "logical_not_"):
                self._invert(mark, out)
        elif mark.what in ("masked", "scaled"):
            if name in _COPIES and out.shape == mark.tensor.shape and out is not first:
                self._set(mark.derived(out))
                return
            number = _as_number(other)
            if number and name in ("mul", "div", "mul_", "div_"):
                moved = mark.derived(out)
                moved.factor = mark.factor * (number if name.startswith("mul") else 1 / number)
                if mark.what == "masked":
                    if _is_repair(mark.factor, moved.factor, mark.run[0].rate):
                        self._masked(moved, out)
                    else:
                        self._scaled(out, moved.factor / mark.factor, first)
                elif first is not out:
                    self._set(moved)

    def applied(self, run, slices, before, kept, out):
        """A function of dropout has run: a second scale may follow."""
        self._watch(run, out)
        mark = _Mark("masked", out)
        mark.run = run, slices, before, kept
        mark.factor = run.scale or 1.0
        self._set(mark)

    def _scaled(self, out, factor, base):
        if base is not out:
            mark = _Mark("scaled", out)
            mark.factor, mark.base = factor, base
            self._set(mark)

    def _masked(self, mark, out):
        """Activations after the mask, or after a scale that follows it: the newest is `after`."""
        run, slices, before, kept = mark.run
        for key in [key for key, watched in self.watched.items() if watched[0] is run]:
            del self.watched[key]
        self._watch(run, out)
        self._set(mark)
        if tuple(out.shape) == run.shape:
            with self.thread:
                run.stages = (before, kept, self.call.fetch(_sample(out, slices)))
            size = math.prod(run.shape)
            run.sampled = before.numel() if before.numel() < size else None

    def _drawn(self, name, args, kwargs, out):
        if self.thread.entry is not None or not self.thread.stack or _is_graph(self.thread.stack[-1], None):
            return
        kind, chance = _DRAWS[name], None
        if kind == "bits":
            if name.startswith("randint") or name == "random_":
                numbers = [a for a in args if isinstance(a, int) and not isinstance(a, bool)]
                if numbers[:2] != [0, 2] and numbers[:1] != [2]:
                    return
                chance = 0.5
            elif name == "bernoulli_":
                chance = args[1] if len(args) > 1 else 0.5
            elif name == "bernoulli":
                chance = args[1] if len(args) > 1 and isinstance(args[1], float) else args[0]
            chance = _chance(chance)
        mark = _Mark(kind, out, None)
        place = _place(sys._getframe(2))
        if place is None:
            return
        mark.origin = (place, tuple(self.thread.stack), out.numel())
        mark.chance = chance
        mark.factor = 0.0 if kind == "uniform" else 1.0
        if kind == "bits":
            self.engine.hand(place, self.thread.stack).traces += 1
        self._set(mark)

    def _bits(self, mark, out, chance):
        place = _place(sys._getframe(3)) or mark.origin[0]
        bits = _Mark("bits", out, (place, tuple(self.thread.stack) or mark.origin[1], mark.origin[2]))
        bits.chance = chance
        self.engine.hand(place, bits.origin[1]).traces += 1
        self._set(bits)

    def _compared(self, mark, out, order, limit):
        chance = None
        if limit is not None:
            chance = min(1.0, max(0.0, limit - mark.factor))
            if order > 0:
                chance = 1 - chance
        self._bits(mark, out, chance)

    def _invert(self, mark, out):
        made = mark.derived(out)
        made.inverted = not mark.inverted
        self._set(made)


def _looks_drawn(keep, rate):
    """Whether a mask may have been drawn at a rate, element by element: a triangle, a block, or one
    that prunes, is of another making."""
    count, kept = keep.numel(), int(keep.sum())
    if count < 16 or abs(kept - count * (1 - rate)) > 4 * math.sqrt(count * rate * (1 - rate)):
        return False
    flat = keep.reshape(-1)
    changes, share = int((flat[1:] != flat[:-1]).sum()), kept / count
    chance = 2 * share * (1 - share)
    return abs(changes - chance * (count - 1)) < 5 * math.sqrt(count * chance * (1 - chance)) + 1


_DRAWS = {
    "uniform_": "uniform", "uniform": "uniform", "rand": "uniform", "rand_like": "uniform",
    "bernoulli_": "bits", "bernoulli": "bits", "randint": "bits", "randint_like": "bits", "random_": "bits",
}


def _is_repair(before, after, rate):
    """Whether a factor that follows a mask belongs to its dropout, right or wrong, rather than to
    what comes next: p explains it. Once the scale is right, only the same scale again does."""
    if rate is None or not 0 < rate < 1:
        return before == 1.0
    keep = 1 - rate

    def fits(value):
        return abs(after / value - 1) < 0.005

    if abs(before * keep - 1) < 0.005:
        # Back to 1 is an undone scale; at a half it may as well be half of a residual branch.
        return fits(1 / keep / keep) or abs(keep - 0.5) > 0.01 and fits(1.0)
    return before == 1.0 and any(map(fits, (1 / keep, 1 / rate, keep, rate, 1 / keep / keep)))


def _as_number(value):
    """A scalar argument as a float: a number, or a tensor of none or one element on the CPU."""
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, torch.Tensor) and value.dim() == 0 and value.device.type == "cpu" and _is_plain(value):
        return float(value)
    return None


def _is_zero(value):
    if isinstance(value, torch.Tensor):
        if value.device.type != "cpu":
            return value.dim() == 0
        return value.numel() > 0 and not bool(value.count_nonzero())
    return value == 0


def _chance(value):
    """The chance of a 1, where it is known and all elements have the same."""
    if value is None:
        return None
    if isinstance(value, torch.Tensor):
        if value.device.type != "cpu" or not value.numel():
            return None
        low, high = torch.aminmax(value.detach())
        return round(float(low), 6) if float(low) == float(high) else None
    return float(value)


def _rate(chance, inverted):
    """p from the chance of a 1, without the last digits of 1 - (1 - p)."""
    return None if chance is None else round(chance if inverted else 1 - chance, 12)


# Words in the name of a module that say which elements share a decision, on purpose.
_SHARES = (
    "path", "depth", "block", "sample", "row", "token", "word", "time", "frame", "step", "modal", "layer",
    "channel", "spatial", "feature", "cond", "label", "embed", "locked", "variational", "view", "branch")


def _hand_kind(module, drawn, shape, transformed, is_weight):
    """The kind of a hand-written dropout, from its owner's name and what it draws."""
    name = type(module).__name__.lower()
    if is_weight:
        return "dropconnect" if transformed or drawn == shape else "embedding"
    if "dropblock" in name or "drop_block" in name:
        return "dropblock"
    if "path" in name or "depth" in name:
        return "droppath"
    if transformed or drawn == shape or len(shape) < 2:
        return "dropout"
    if all(length == 1 for length in drawn[1:]):
        if drawn[0] == shape[0] and "drop" in name and not any(word in name for word in _SHARES):
            return "dropout"
        if len(shape) == 2 and "drop" not in name and not _declared_rates(module):
            # A whole input that is missing now and then, which nobody makes up for.
            return "droppath:scaled=false"
        return "droppath"
    if len(shape) > 2 and drawn[:2] == shape[:2] and all(length == 1 for length in drawn[2:]):
        if len(shape) == 3:
            return "word"
        return f"dropout{len(shape) - 2}d"
    if len(shape) == 3 and drawn[1] == 1 and drawn[2] == shape[2]:
        return "locked"
    return "dropout"


# ---------------------------------------------------------------------------------------------
# The log

class _Log:
    """The file, and the thread that makes text of calls and writes it.

    Each record goes to the system whole. When that fails, the file is cut back to its last whole
    record, the recording ends, and the run goes on.
    """

    def __init__(self, recorder, engine):
        self.engine = engine
        self.queue = collections.deque()
        self.wake = threading.Event()
        self.session = recorder
        self.size = 0
        self.told_session = False
        self.mask_bytes = 0
        self.call_cost = _Mean()  # seconds that one call without histograms takes to be written
        self.spent = 0.0          # seconds of this thread so far
        self.bits = 0             # bytes of bits that were read
        self.masks_left_out = 0
        if os.path.exists(recorder.path) and os.path.isfile(recorder.path):
            os.replace(recorder.path, recorder.path + ".old")
        self.file = os.open(recorder.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        self.started = engine.started
        self.clock = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.worker = threading.Thread(target=self._work, name="dropscope", daemon=True)
        self.worker.start()

    # -- from the run's threads

    def put(self, item):
        """Leaves something to be written; the writer looks by itself, so that the run seldom has to
        hand it the interpreter."""
        self.queue.append(item)
        if len(self.queue) > BACKLOG:
            self.wake.set()

    def drain(self):
        done = threading.Event()
        self.queue.append(done)
        self.wake.set()
        done.wait(10)

    def close(self, number, reason):
        self.queue.append(("end", number, reason))
        self.wake.set()
        self.worker.join(60)

    def abandon(self):
        if self.file is not None:
            os.close(self.file)
            self.file = None

    # -- from the writer's thread

    def _work(self):
        while True:
            if not self.queue:
                self.wake.wait(LATENCY)
                self.wake.clear()
                continue
            item = self.queue.popleft()
            if isinstance(item, threading.Event):
                item.set()
                continue
            began = time.thread_time()
            call = item[1] if isinstance(item, tuple) and isinstance(item[1], _Call) else None
            try:
                if not self.told_session:
                    self.told_session = True
                    self._write(self._session())
                if isinstance(item, bytes):
                    self._write(item)
                elif item[0] == "end":
                    self._end(item[1], item[2])
                    return
                elif call is not None:
                    self._write_call(*item)
                else:
                    self._write_recompute(*item)
            except Exception as error:  # noqa: BLE001
                self.engine.failed(error)
            self._account(call, time.thread_time() - began)

    def _account(self, call, spent):
        """What the writer takes is the run's, too: it holds the interpreter meanwhile."""
        self.spent += spent
        if call is None or not call.free:
            self.engine.budget.written += spent
        if call is not None:
            self.bits += call.bytes
            call.kind.written[call.stages].add(spent)
            if not call.stages:
                self.call_cost.add(spent)

    def _write(self, data):
        if self.file is None:
            return
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self.file, view):]
            self.size += len(data)
        except OSError as error:
            _say(f"the log ends here, training goes on: {error}")
            try:
                os.ftruncate(self.file, self.size)
            except OSError:
                pass
            self.abandon()
            self.engine.alive = False
            return
        if self.size > LOG_LIMIT and not self.engine.full:
            self._end(self.engine.number, "the log has reached its limit")
            self.engine.alive = False

    def _end(self, number, reason):
        self._write(f'{{"t":"end","n":{number},"ms":{self._ms()},"reason":{json.dumps(reason)}}}\n'.encode())
        self.abandon()

    def _ms(self, at=None):
        return max(0, int(((at or time.perf_counter()) - self.started) * 1000))

    def _session(self):
        recorder = self.session
        modules = [
            {"name": name, "kind": kind, "rate": rate}
            for name, kind, rate in self.engine.names.modules[:4096]]
        policy = {"mode": "full"} if self.engine.full else {
            "mode": "auto", "share": SHARE, "sample": SAMPLE, "mask_bytes": MASK_BURST,
            "mask_bytes_per_second": MASK_RATE}
        head = {
            "t": "session", "v": 1, "app": f"dropscope_hook {__version__}", "started": self.clock,
            "source": "pytorch", "run": recorder.run, "rank": recorder.rank, "ranks": recorder.ranks,
            "framework": {"name": "torch", "version": torch.__version__, "device": _device(recorder._given)},
            "policy": policy, "modules": modules}
        return (json.dumps(head, separators=(",", ":")) + "\n").encode()

    def _write_call(self, number, call):
        if call.landing is not None:
            call.landing.synchronize()
        head = [f'{{"t":"call","n":{number},"ms":{self._ms(call.began)},"step":{call.step}']
        if call.epoch is not None:
            head.append(f',"epoch":{call.epoch}')
        head.append(f',"phase":"{"train" if call.training else "eval"}"')
        if call.loss is not None:
            loss = call.loss
            if isinstance(loss, tuple):
                loss[1].synchronize()
                loss = float(loss[0])
            head.append(f',"loss":{_number(loss)}')
        if call.held_out is not None:
            head.append(f',"held_out":{_number(call.held_out)}')
        if call.root.label:
            head.append(f',"root":{json.dumps(call.root.label)}')
        head.append(f',"grad":{"true" if call.grad else "false"}')
        if call.learns is not None:
            head.append(f',"learns":{"true" if call.learns else "false"}')
        if call.unused:
            head.append(f',"unused":{json.dumps(call.unused)}')
        if call.rng is not None:
            head.append(f',"rng":"{call.rng:08x}"')
        if call.unseen:
            head.append(f',"unseen":{json.dumps(call.unseen)}')
        runs = [self._run(run, call) for run in call.runs]
        sites = self._sites(call.runs)
        head.append(f',"layers":[{",".join(runs)}]}}\n')
        if sites:
            self._write(sites)
        self._write("".join(head).encode())
        self._tell_masks(number)

    def _write_recompute(self, number, runs):
        texts = ",".join([self._run(run, None) for run in runs])
        self._write(f'{{"t":"recompute","n":{number},"layers":[{texts}]}}\n'.encode())

    def _tell_masks(self, number):
        if self.masks_left_out:
            self._write(
                f'{{"t":"skipped","n":{number},"masks":{self.masks_left_out},"why":"budget"}}\n'.encode())
            self.masks_left_out = 0

    def _sites(self, runs):
        lines = []
        for run in runs:
            site = run.site
            if site.told:
                continue
            site.told = True
            site.shape, site.rate = run.shape, run.rate
            record = {"t": "site", "name": site.name, "kind": site.kind}
            if site.module:
                record["module"] = site.module
            if site.where:
                record["where"] = site.where
            if site.registered is not None:
                record["registered"] = site.registered
            if run.shape is not None:
                record["shape"] = list(run.shape)
            record["rate"] = run.rate
            lines.append(json.dumps(record, separators=(",", ":")) + "\n")
        return "".join(lines).encode()

    def _run(self, run, call):
        """A run as an entry of `layers`."""
        site, draw = run.site, run.draw
        parts = [site.head]
        if run.number > 1:
            parts.append(f',"run":{run.number}')
        if run.recomputed:
            parts.append(',"recomputed":true')
        if run.phase is not None:
            parts.append(f',"phase":"{"train" if run.phase else "eval"}"')
        if run.chain:
            parts.append(f',"chain":"{run.chain}"')
        if call is None or run.grad != call.grad or not run.phase:
            parts.append(f',"grad":{"true" if run.grad else "false"}')
        if run.shape is not None and (run.shape != site.shape or not site.told):
            parts.append(f',"shape":{_list(run.shape)}')
        parts.append(f',"rate":{_number(run.rate)}')
        if draw is not None:
            self._draw(parts, run, draw)
        elif run.kept is not None:
            parts.append(f',"kept":{run.kept}')
        elif run.fused is not None:
            self._fused(parts, run)
        else:
            if run.scale is not None:
                parts.append(f',"scale":{_number(run.scale)}')
            parts.append(',"mask":null')
        if run.stages is not None:
            self._stages(parts, run)
        if run.zero_units is not None:
            bits = run.zero_units.bits()
            dead = _count(bits or b"")
            parts.append(f',"dead":{dead}' if bits is not None else "")
            if dead:
                parts.append(f',"zero_units":"{bits.hex()}"')
        if run.next_norm is not None:
            parts.append(f',"next_norm":{json.dumps(run.next_norm)}')
        if run.reach is not None and run.reach[0]:
            parts.append(f',"used":{"true" if run.reach[1] else "false"}')
        elif run.thrown_away:
            parts.append(',"used":false')
        if run.reads is not None and run.reads > 1:
            parts.append(f',"reads":{run.reads}')
        parts.append("}")
        return "".join(parts)

    def _draw(self, parts, run, draw):
        bits = draw.bits()
        drawn = math.prod(draw.shape)
        if run.scale is not None:
            parts.append(f',"scale":{_number(run.scale)}')
        if run.fill is not None:
            parts.append(f',"fill":{_number(run.fill)},"shift":{_number(run.shift)}')
        if run.shape is not None and draw.shape != run.shape:
            parts.append(f',"drawn":{_list(draw.shape)}')
        if draw.order is not None:
            parts.append(f',"order":{_list(draw.order)}')
        if bits is None:
            self.masks_left_out += 1
            return
        kept = _count(bits)
        if run.shape is not None and draw.shape != run.shape:
            each, rest = divmod(math.prod(run.shape), max(1, drawn))
            if not rest:
                parts.append(f',"kept":{kept * each}')
            parts.append(f',"decisions":{kept}')
        else:
            parts.append(f',"kept":{kept}')
        allowed = MASK_BURST + MASK_RATE * (time.perf_counter() - self.started)
        if self.engine.full or drawn <= SMALL or self.mask_bytes + 2 * len(bits) <= allowed and drawn < 1 << 27:
            self.mask_bytes += 2 * len(bits)
            parts.append(f',"mask":"{bits.hex()}"')
        else:
            self.masks_left_out += 1
            parts.append(f',"digest":"{hashlib.sha256(bits).hexdigest()[:16]}"')
            if run.stages is not None and draw.shape == run.shape and drawn <= TILED:
                parts.append(f',"tiles":{_tiles(bits, draw.shape)}')

    def _fused(self, parts, run):
        """A kernel that keeps its mask to itself: which one, from which seed and offset."""
        dialect, numbers, landing, _ = run.fused
        if landing is not None:
            landing.synchronize()
        seed, offset = (int(number) & (1 << 64) - 1 for number in numbers[:2].tolist())
        parts.append(f',"dialect":"{dialect}","seed":{seed},"offset":{offset}')

    def _stages(self, parts, run):
        before, keep, after = run.stages
        if keep is None:
            masked = torch.zeros_like(before) if run.kept == 0 else before
        elif run.fill is not None:
            masked = torch.where(keep, before, torch.full_like(before, run.fill))
        else:
            masked = before * keep
        if run.sampled is not None:
            parts.append(f',"sampled":{run.sampled}')
        for name, text in zip(("before", "masked", "after"), _statistics((before, masked, after))):
            parts.append(f',"{name}":{text}')


def _device(given):
    model = given
    if isinstance(given, dict):
        model = next(iter(given.values()), None)
    elif isinstance(given, (list, tuple)):
        model = given[0] if given else None
    try:
        return next(model.parameters()).device.type
    except (AttributeError, StopIteration):
        return "cuda" if torch.cuda.is_available() and torch.cuda.is_initialized() else "cpu"


# ---------------------------------------------------------------------------------------------
# python -m dropscope_hook train.py args…

def main(arguments=None):
    import runpy

    arguments = list(sys.argv[1:] if arguments is None else arguments)
    path, mode = os.environ.get("DROPSCOPE_LOG", "run.jsonl"), "auto"
    while arguments and arguments[0].startswith("--"):
        option = arguments.pop(0)
        if option == "--full":
            mode = "full"
        elif option == "--log" and arguments:
            path = arguments.pop(0)
        else:
            arguments = []
    if not arguments:
        print("usage: python -m dropscope_hook [--log run.jsonl] [--full] train.py [args…]", file=sys.stderr)
        return 64
    sys.modules.setdefault("dropscope_hook", sys.modules[__name__])
    sys.argv = arguments
    sys.path.insert(0, os.path.dirname(os.path.abspath(arguments[0])))
    with record(path, mode=mode):
        runpy.run_path(arguments[0], run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
