"""The PyTorch hook against PyTorch itself: DROPSCOPE=path python -m unittest discover Tests/Hook"""
import collections
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import types
import unittest
import unittest.mock
import xml.etree.ElementTree

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "PythonHook"
sys.path.insert(0, str(SOURCE))
import dropscope_hook  # noqa: E402

DROPSCOPE = os.environ.get("DROPSCOPE")
TAPS = hasattr(torch._ops.OpOverload, "redispatch")
torch.set_num_threads(1)


class FiveKinds(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(12, 24)
        self.element = nn.Dropout(0.3)
        self.alpha = nn.AlphaDropout(0.2)
        self.channel = nn.Dropout2d(0.4)
        self.feature = nn.FeatureAlphaDropout(0.25)
        self.last = nn.Linear(24, 5)

    def forward(self, x):
        x = self.alpha(self.element(torch.relu(self.first(x))))
        x = self.feature(self.channel(x.view(-1, 6, 2, 2))).flatten(1)
        return self.last(F.dropout(x, 0.15, self.training))


def train(model, steps=20, seed=5, recorder=None, batch=8, width=12):
    """Losses of a small training run that ends with an evaluation."""
    torch.manual_seed(seed)
    inputs = torch.randn(batch, width, generator=torch.Generator().manual_seed(1))
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    losses = []
    for step in range(steps):
        loss = (model(inputs) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if recorder is not None:
            # A tensor and a number are the same to it.
            recorder.log(loss=loss if step % 2 else loss.item(), epoch=1 + step // 10)
    model.eval()
    with torch.no_grad():
        losses.append(model(inputs).sum().item())
    model.train()
    return losses


class HookTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.path = str(self.folder / "run.jsonl")

    def records(self, path=None):
        return [json.loads(line) for line in open(path or self.path)]

    def calls(self, path=None):
        return [record for record in self.records(path) if record["t"] == "call"]

    def compare(self, make, run=train, mode="full", named=True):
        """Runs with and without the hook; the log, once both are found to be equal to the bit."""
        torch.manual_seed(0)
        plain = run(make()), torch.get_rng_state()
        torch.manual_seed(0)
        model = make()
        with dropscope_hook.record(self.path, model if named else None, mode=mode):
            hooked = run(model), torch.get_rng_state()
        self.assertEqual(plain[0], hooked[0])
        self.assertTrue(torch.equal(plain[1], hooked[1]))
        log = self.records()
        self.assertFalse([r for r in log if r["t"] == "note" and "failed" in r["text"]], log[0])
        return log

    def entries(self, log):
        found = collections.defaultdict(list)
        for record in log:
            if record["t"] in ("call", "recompute"):
                for entry in record["layers"]:
                    found[entry["name"]].append(entry)
        return found


class Masks(HookTest):
    def test_masks_are_the_generators_over_100_steps(self):
        def bits(count, keep):
            noise = torch.empty(count).bernoulli_(keep)
            return dropscope_hook._bytes(dropscope_hook._pack_bits(noise != 0)).hex()

        model = FiveKinds()
        with dropscope_hook.record(self.path, model, mode="full"):
            train(model, steps=100)
        torch.manual_seed(5)
        calls = [call for call in self.calls() if call["phase"] == "train"]
        self.assertEqual(len(calls), 100)
        for call in calls:
            plan = [(192, 0.7), (192, 0.8), (48, 0.6), (48, 0.75), (192, 0.85)]
            self.assertEqual(
                [entry["mask"] for entry in call["layers"]], [bits(*draw) for draw in plan])

    @unittest.skipUnless(DROPSCOPE, "DROPSCOPE names no program")
    def test_masks_are_those_of_dialect_torch(self):
        model = FiveKinds()
        with dropscope_hook.record(self.path, model, mode="full"):
            train(model, steps=3)
        call = self.calls()[0]
        told = [
            subprocess.run(
                [DROPSCOPE, "mask", "--dialect", dialect, "--seed", "5", "--rate", "0.3", "--shape", "8,24",
                 "--format", "hex"], capture_output=True, text=True, check=True).stdout.replace("\n", "")
            # Older builds with Intel's MKL draw by it.
            for dialect in ("torch", "torch-mkl")]
        self.assertTrue(any(call["layers"][0]["mask"] in digits for digits in told))

    def test_packing_without_numpy_gives_the_same_bits(self):
        for shape in ((1,), (7,), (8,), (3, 5), (64, 33), (2, 3, 4, 5)):
            keep = torch.rand(shape) < 0.6
            with_numpy = dropscope_hook._pack(keep.float())
            self.assertEqual(dropscope_hook._bytes(dropscope_hook._pack_bits(keep)), with_numpy)
            turned = keep.float().transpose(0, -1)
            self.assertEqual(
                dropscope_hook._bytes(dropscope_hook._pack_bits(turned != 0)),
                dropscope_hook._pack(turned))

    def test_tiles_count_what_is_kept(self):
        keep = torch.rand(130, 70) < 0.5
        tiles = json.loads(dropscope_hook._tiles(dropscope_hook._pack(keep.float()), (130, 70)))
        self.assertEqual((tiles["rows"], tiles["columns"]), (64, 64))
        self.assertEqual(sum(tiles["kept"]), int(keep.sum()))
        # 130 = 2 x 3 + 62 x 2 rows, 70 = 6 x 2 + 58 columns: the larger ones come first.
        self.assertEqual(tiles["kept"][0], int(keep[:3, :2].sum()))
        self.assertEqual(tiles["kept"][-1], int(keep[-2:, -1:].sum()))


class SameRun(HookTest):
    def test_five_kinds_in_both_modes_with_and_without_a_model(self):
        for mode in ("auto", "full"):
            for named in (True, False):
                log = self.compare(FiveKinds, mode=mode, named=named)
                sites = [r for r in log if r["t"] == "site"]
                self.assertEqual(
                    [site["kind"] for site in sites],
                    ["dropout", "alpha", "dropout2d", "feature-alpha", "dropout"])
                self.assertEqual(sites[0]["name"], "element")
                self.assertTrue(sites[4]["name"].startswith("test_hook.py:"))

    def test_attention_and_recurrent_layers(self):
        class Model(nn.Module):
            def __init__(self):
                super().__init__()
                self.attention = nn.MultiheadAttention(12, 2, dropout=0.1, batch_first=True)
                self.lstm = nn.LSTM(12, 12, 3, dropout=0.3)
                self.gru = nn.GRU(12, 12, 2, dropout=0.2)

            def forward(self, x):
                x = x[None].repeat(4, 1, 1)
                x = self.attention(x, x, x, need_weights=False)[0]
                x = F.scaled_dot_product_attention(
                    x, x, x, dropout_p=0.25 if self.training else 0.0)
                return self.gru(self.lstm(x)[0])[0]

        entries = self.entries(self.compare(Model))
        self.assertEqual(len([e for e in entries["attention"] if e.get("mask")]), 20)
        self.assertEqual([e.get("run", 1) for e in entries["lstm"][:4]], [1, 2, 1, 2])
        self.assertEqual({e["rate"] for e in entries["gru"]}, {0.2})
        self.assertEqual(len([n for n in entries if n.startswith("test_hook.py:")]), 1)

    def test_in_place_autocast_and_channels_last(self):
        class Model(nn.Module):
            def __init__(self):
                super().__init__()
                self.linear = nn.Linear(12, 48)
                self.drop = nn.Dropout(0.4, inplace=True)

            def forward(self, x):
                with torch.autocast("cpu", torch.bfloat16):
                    x = self.drop(self.linear(x))
                x = x.view(-1, 3, 4, 4).to(memory_format=torch.channels_last)
                return F.dropout(x, 0.3, self.training).float()

        entries = self.entries(self.compare(Model))
        last = next(rows for name, rows in entries.items() if "@" in name or ":" in name)
        if TAPS:    # Before PyTorch 2.4 noise is drawn in C order.
            self.assertEqual(last[0]["order"], [0, 2, 3, 1])
        # In place the stage before is still what came in, not what went out.
        stages = entries["drop"][0]
        self.assertLess(stages["before"]["zeros"], stages["masked"]["zeros"])

    def test_compiled_graphs_draw_as_without_the_hook(self):
        if sys.version_info >= (3, 11) and not TAPS:
            self.skipTest("this PyTorch does not compile on this Python")
        for backend in ("eager", "aot_eager"):
            log = self.compare(
                lambda: nn.Sequential(nn.Linear(12, 12), nn.Dropout(0.3)),
                run=lambda model: train(torch.compile(model, backend=backend)))
            masks = [e for e in self.entries(log)["graph.1"] if e.get("mask")]
            self.assertEqual(len(masks), 20)
            torch._dynamo.reset()

    def test_an_exception_in_forward_is_the_programs_own(self):
        class Breaks(FiveKinds):
            def forward(self, x):
                x = super().forward(x)
                self.count = getattr(self, "count", 0) + 1
                if self.count == 3:
                    raise KeyError("mine")
                return x

        model = Breaks()
        with self.assertRaisesRegex(KeyError, "mine"):
            with dropscope_hook.record(self.path, model):
                train(model)
        log = self.records()
        self.assertEqual(log[-1]["t"], "end")
        self.assertEqual(log[-1]["reason"], "KeyError")
        self.assertEqual(len([r for r in log if r["t"] == "call"]), 3)
        # Nothing of the hook is left behind.
        self.assertEqual(nn.Module.__call__.__name__, "_wrapped_call_impl" if TAPS else "_call_impl")
        self.assertNotIn("dropout", vars(torch._VF))

    def test_threads_have_calls_of_their_own(self):
        models = [nn.Sequential(nn.Linear(12, 12), nn.Dropout(0.5)) for _ in range(4)]
        inputs = torch.randn(8, 12)

        def work(model):
            for _ in range(50):
                model(inputs)

        with dropscope_hook.record(self.path, dict(zip("abcd", models)), mode="full"):
            threads = [threading.Thread(target=work, args=(model,)) for model in models]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        calls = self.calls()
        self.assertEqual([call["n"] for call in calls], list(range(1, 201)))
        self.assertEqual(
            collections.Counter(call["root"] for call in calls), {name: 50 for name in "abcd"})
        self.assertTrue(all(len(call["layers"]) == 1 for call in calls))


class Places(HookTest):
    def test_recomputed_runs_are_marked_and_equal(self):
        class Model(nn.Module):
            def __init__(self, reentrant):
                super().__init__()
                self.blocks = nn.ModuleList(
                    nn.Sequential(nn.Linear(12, 12), nn.Dropout(0.3)) for _ in range(2))
                self.reentrant = reentrant

            def forward(self, x):
                x = x.clone().requires_grad_()
                for block in self.blocks:
                    x = checkpoint(block, x, use_reentrant=self.reentrant)
                return x

        for reentrant in (True, False):
            log = self.compare(lambda: Model(reentrant))
            for entries in self.entries(log).values():
                first = [e["mask"] for e in entries if e.get("mask") and not e.get("recomputed")]
                again = [e["mask"] for e in entries if e.get("recomputed")]
                self.assertEqual(len(first), 20)
                self.assertEqual(first, again)

    def test_what_eval_does_not_reach_is_not_registered(self):
        class Model(nn.Module):
            def __init__(self):
                super().__init__()
                self.linear = nn.Linear(12, 12)
                self.hidden = [nn.Dropout(0.5)]

            def forward(self, x):
                return self.hidden[0](self.linear(x))

        log = self.compare(Model)
        site = next(r for r in log if r["t"] == "site")
        self.assertFalse(site["registered"])
        last = [r for r in log if r["t"] == "call"][-1]
        self.assertEqual((last["phase"], last["layers"][0]["phase"]), ("eval", "train"))
        self.assertTrue(last["layers"][0]["mask"])

    def test_chain_tells_monte_carlo_dropout_from_a_forgotten_part(self):
        model = nn.Sequential(nn.Sequential(nn.Linear(12, 12), nn.Dropout(0.5)), nn.Linear(12, 3))
        with dropscope_hook.record(self.path, model), torch.no_grad():
            model.eval()
            model[0][1].train()
            model(torch.randn(4, 12))
            model[0].train()
            model(torch.randn(4, 12))
        self.assertEqual([c["layers"][0]["chain"] for c in self.calls()], ["eet", "ett"])

    def test_p_is_that_of_the_call_also_where_a_flag_landed_in_it(self):
        class Model(nn.Module):
            def forward(self, x):
                return F.dropout(x, self.training)

        model = Model()
        with dropscope_hook.record(self.path, model):
            model(torch.randn(4, 12))
            model.eval()
            model(torch.randn(4, 12))
        first, second = (call["layers"][0] for call in self.calls())
        self.assertEqual((first["rate"], first["kept"]), (1.0, 0))
        self.assertEqual((second["rate"], second["mask"]), (0.0, None))

    def test_two_networks_have_names_of_their_own(self):
        def make():
            return nn.Sequential(nn.Linear(12, 12), nn.Dropout(0.3))

        with dropscope_hook.record(self.path):
            first, second = make(), make()
            for _ in range(3):
                second(first(torch.randn(4, 12)))
        calls = self.calls()
        self.assertEqual({call["root"] for call in calls}, {"Sequential", "Sequential#2"})
        self.assertEqual(
            {e["name"] for call in calls for e in call["layers"]}, {"1", "Sequential#2.1"})

    def test_functions_outside_of_modules_make_calls(self):
        with dropscope_hook.record(self.path):
            for _ in range(4):
                x = F.dropout(torch.ones(4, 12), 0.3)
                F.dropout(x, 0.2)
        self.assertEqual([len(call["layers"]) for call in self.calls()], [2] * 4)

    def test_used_tells_a_result_that_is_thrown_away(self):
        class Model(nn.Module):
            def __init__(self):
                super().__init__()
                self.linear = nn.Linear(12, 12)
                self.thrown = nn.Dropout(0.5)
                self.kept = nn.Dropout(0.5)

            def forward(self, x):
                x = self.linear(x)
                self.thrown(x)
                return self.kept(x)

        entries = self.entries(self.compare(Model))
        self.assertEqual({e.get("used") for e in entries["thrown"][:20]}, {False})
        self.assertEqual({e.get("used") for e in entries["kept"][:20]}, {True})

    def test_a_batch_norm_that_follows_is_named(self):
        entries = self.entries(self.compare(lambda: nn.Sequential(
            nn.Linear(12, 12), nn.Dropout(0.5), nn.BatchNorm1d(12), nn.Linear(12, 12))))
        self.assertEqual(entries["1"][0]["next_norm"], "2")
        entries = self.entries(self.compare(lambda: nn.Sequential(
            nn.Linear(12, 12), nn.Dropout(0.5), nn.Linear(12, 12), nn.BatchNorm1d(12))))
        self.assertNotIn("next_norm", entries["1"][0])


class DropPath(nn.Module):
    """As timm has it."""

    def __init__(self, p):
        super().__init__()
        self.drop_prob = p

    def forward(self, x):
        if self.drop_prob == 0.0 or not self.training:
            return x
        keep = 1 - self.drop_prob
        mask = x.new_empty((x.shape[0],) + (1,) * (x.ndim - 1)).bernoulli_(keep)
        return x * mask.div_(keep)


class FloorPath(DropPath):
    """As EfficientNet ports have it."""

    def forward(self, x):
        if not self.training:
            return x
        keep = 1 - self.drop_prob
        return x.div(keep) * torch.floor(keep + torch.rand(x.shape[0], 1))


class Vanilla(DropPath):
    def forward(self, x):
        if not self.training:
            return x * (1 - self.drop_prob)
        return x * (torch.rand_like(x) > self.drop_prob)


class ByThreshold(DropPath):
    def forward(self, x):
        return x * (torch.rand_like(x) > self.drop_prob) / (1 - self.drop_prob) if self.training else x


class Twice(DropPath):
    def forward(self, x):
        return F.dropout(x, self.drop_prob, self.training) / (1 - self.drop_prob)


class ByHand(HookTest):
    def model(self, layer):
        return lambda: nn.Sequential(nn.Linear(12, 16), layer(0.25), nn.Linear(16, 3))

    def test_paths_are_masks_of_samples(self):
        for layer in (DropPath, FloorPath):
            log = self.compare(self.model(layer))
            site = next(r for r in log if r["t"] == "site")
            self.assertEqual((site["name"], site["kind"], site["rate"]), ("1", "droppath", 0.25))
            drawn = [e for e in self.entries(log)["1"] if e.get("mask")]
            self.assertEqual(len(drawn), 20)
            self.assertEqual(drawn[0]["drawn"], [8, 1])
            self.assertEqual(drawn[0]["kept"], 16 * drawn[0]["decisions"])

    def test_the_scale_of_a_layer_is_measured_in_both_phases(self):
        def ratio(entry, first, second):
            return entry[second]["sd"] / entry[first]["sd"]

        log = self.compare(self.model(Vanilla))
        rows = self.entries(log)["1"]
        self.assertAlmostEqual(ratio(rows[0], "masked", "after"), 1, places=4)
        self.assertAlmostEqual(ratio(rows[-1], "before", "after"), 0.75, places=4)
        self.assertIsNone(rows[-1]["mask"])
        log = self.compare(self.model(Twice))
        self.assertAlmostEqual(ratio(self.entries(log)["1"][0], "masked", "after"), 1 / 0.75 ** 2, places=3)

    def test_groups_that_share_a_draw_are_seen_as_applied(self):
        class Model(nn.Module):
            def __init__(self):
                super().__init__()
                self.linear = nn.Linear(12, 16)

            def forward(self, x):
                x = self.linear(x)
                drop = (torch.rand(x.shape[0], 4) < 0.25).repeat_interleave(4, 1)
                return x.masked_fill(drop, 0) / 0.75 if self.training else x

        entries = self.entries(self.compare(Model))
        masks = [e["mask"] for rows in entries.values() for e in rows if e.get("mask")]
        self.assertTrue(masks)
        self.assertTrue(all(set(mask) <= {"0", "f"} for mask in masks))

    @unittest.skipUnless(TAPS, "seen on traced calls alone")
    def test_layers_of_one_class_are_sites_of_their_own_on_every_call(self):
        def make():
            paths = [(nn.Linear(12, 16), 0.125), (nn.Linear(16, 40), 0.25), (nn.Linear(40, 4), 0.5)]
            layers = [layer for linear, rate in paths for layer in (linear, ByThreshold(rate))]
            return nn.Sequential(*layers, nn.Linear(4, 3))

        entries = self.entries(self.compare(make, mode="auto"))
        for name, rate, width in (("1", 0.125, 16), ("3", 0.25, 40), ("5", 0.5, 4)):
            drawn = [e for e in entries[name] if e.get("mask")]
            self.assertEqual(len(drawn), 20)
            self.assertEqual({e["rate"] for e in drawn}, {rate})
            self.assertEqual({len(e["mask"]) for e in drawn}, {8 * width // 4})

    def test_a_mask_between_two_tensors_is_no_dropout(self):
        class Mixing(nn.Module):
            def __init__(self):
                super().__init__()
                self.inner = nn.Linear(6, 6)

            def forward(self, x):
                keep = (torch.rand_like(x) < 0.3).float()
                return keep * x + (1 - keep) * self.inner(x)

        log = self.compare(lambda: nn.Sequential(nn.Linear(12, 6), Mixing(), nn.Linear(6, 12)))
        self.assertEqual(self.entries(log), {})

    def test_a_rate_that_a_layer_does_not_hand_over_is_the_rate_that_counts(self):
        class Swaps(nn.Dropout):
            def forward(self, x):
                return nn.functional.dropout(x, 1 - self.p, self.training)

        class Rising(nn.Module):
            def __init__(self):
                super().__init__()
                self.p, self.calls = 0.8, 0

            def forward(self, x):
                self.calls += 1
                return nn.functional.dropout(x, self.p * self.calls / 20, self.training)

        log = self.compare(lambda: nn.Sequential(nn.Linear(12, 24), Swaps(0.2), Rising(), nn.Linear(24, 12)))
        entries = self.entries(log)
        self.assertEqual([entry["rate"] for entry in entries["1"]][1:3], [0.2, 0.2])
        self.assertEqual([entry["rate"] for entry in entries["2"]][4], 0.2)

    def test_a_result_that_nothing_reads_is_told_without_gradients_too(self):
        class Thrown(nn.Module):
            def __init__(self):
                super().__init__()
                self.drop, self.kept, self.out = nn.Dropout(0.5), nn.Dropout(0.5), nn.Linear(12, 12)

            def forward(self, x):
                self.drop(x)
                self.last = self.kept(x)
                return self.out(x)

        entries = self.entries(self.compare(Thrown))
        self.assertEqual(entries["drop"][0].get("used"), False)
        self.assertNotIn("used", entries["kept"][0])

    def test_noise_that_masks_nothing_is_no_site(self):
        class Model(nn.Module):
            def __init__(self):
                super().__init__()
                self.linear = nn.Linear(12, 12)

            def forward(self, x):
                x = self.linear(x) + 0.1 * torch.rand(12)
                torch.bernoulli(torch.full((4,), 0.5)).sum()
                return x * torch.rand(1).item()

        log = self.compare(Model)
        self.assertFalse([r for r in log if r["t"] in ("site", "call")])


class Robust(HookTest):
    PROGRAM = """
import sys, torch, torch.nn as nn
sys.path.insert(0, {source!r})
import dropscope_hook
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(64, 512), nn.Dropout(0.5), nn.Linear(512, 4), nn.Dropout(0.1))
optimizer = torch.optim.SGD(model.parameters(), 0.1)
total = 0.0
{before}
with dropscope_hook.record({path!r}, model, mode="full"):
    print("ready", flush=True)
    for step in range({steps}):
        loss = model(torch.ones(32, 64)).square().mean()
        optimizer.zero_grad(); loss.backward(); optimizer.step()
        total += loss.item()
print(total)
"""

    def program(self, steps, before=""):
        return self.PROGRAM.format(source=str(SOURCE), path=self.path, steps=steps, before=before)

    def run_program(self, steps, before=""):
        done = subprocess.run(
            [sys.executable, "-c", self.program(steps, before)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def whole_lines(self):
        data = pathlib.Path(self.path).read_bytes()
        lines = data.split(b"\n")
        return [json.loads(line) for line in lines[:-1]], lines[-1]

    def test_a_full_disk_ends_the_log_and_not_the_run(self):
        limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))"
        full = self.run_program(200, limit)
        records, rest = self.whole_lines()
        self.assertIn("training goes on", full.stderr)
        self.assertEqual(rest, b"")
        self.assertGreater(len(records), 5)
        os.remove(self.path)
        self.assertEqual(full.stdout, self.run_program(200).stdout)

    def test_killed_at_any_moment_the_log_is_whole(self):
        for delay in (0.02, 0.11, 0.25):
            child = subprocess.Popen(
                [sys.executable, "-c", self.program(100_000)], stdout=subprocess.PIPE)
            child.stdout.readline()
            time.sleep(delay)
            child.send_signal(signal.SIGKILL)
            child.wait()
            child.stdout.close()
            records, _ = self.whole_lines()
            numbers = [record["n"] for record in records if record["t"] == "call"]
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
            if DROPSCOPE and numbers:
                code = subprocess.run([DROPSCOPE, "check", self.path], capture_output=True).returncode
                self.assertIn(code, (0, 1))

    def test_children_of_fork_stay_out_of_the_log(self):
        model = FiveKinds()

        class Data(torch.utils.data.Dataset):
            def __len__(self):
                return 32

            def __getitem__(self, index):
                # A worker that uses the model must not disturb the log either.
                with torch.no_grad():
                    return model(torch.randn(1, 12))[0].detach() * 0 + torch.randn(5)

        with dropscope_hook.record(self.path, model, mode="full"):
            for batch in torch.utils.data.DataLoader(Data(), 8, num_workers=2):
                model(torch.randn(8, 12)).sum().backward()
        calls = self.calls()
        self.assertEqual([call["n"] for call in calls], [1, 2, 3, 4])
        self.assertEqual(self.records()[-1]["t"], "end")

    def test_another_librarys_override_is_met_with_a_fallback(self):
        if not TAPS:
            self.skipTest("there are no taps before PyTorch 2.4")
        broken = dropscope_hook._Taps._tap
        try:
            def refuse(*_):
                raise RuntimeError("already a kernel registered from python overriding")
            dropscope_hook._Taps._tap = refuse
            log = self.compare(FiveKinds)
        finally:
            dropscope_hook._Taps._tap = broken
        self.assertIn("functions of dropout alone", next(r for r in log if r["t"] == "note")["text"])
        self.assertEqual(len([e for e in self.entries(log)["element"] if e.get("mask")]), 20)

    def test_a_second_recording_is_refused_in_words(self):
        with dropscope_hook.record(self.path, mode="full"):
            with dropscope_hook.record(str(self.folder / "other.jsonl")):
                nn.Dropout(0.5)(torch.ones(4))
        self.assertEqual(len(self.calls()), 1)
        self.assertFalse((self.folder / "other.jsonl").exists())

    def test_what_is_left_out_is_counted(self):
        model = nn.Sequential(nn.Linear(8, 8), nn.Dropout(0.5))
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        inputs = torch.ones(4, 8)
        with dropscope_hook.record(self.path, model):
            for _ in range(6000):
                model(inputs).sum().backward()
                optimizer.step()
        log = self.records()
        seen = [r["n"] for r in log if r["t"] == "call"]
        left = sum(r["calls"] for r in log if r["t"] == "skipped")
        self.assertEqual(len(seen) + left, 6000)
        self.assertEqual(log[-1]["n"], 6000)
        self.assertGreater(left, 0)
        self.assertGreaterEqual(len(seen), 64)

    def test_a_script_is_recorded_untouched(self):
        script = self.folder / "script.py"
        script.write_text(
            "import sys, torch.nn as nn, torch\n"
            "assert __name__ == '__main__' and sys.argv[1:] == ['--lr', '3']\n"
            "m = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5))\n"
            "for _ in range(5): m(torch.ones(2, 4))\n")
        subprocess.run(
            [sys.executable, "-m", "dropscope_hook", "--log", self.path, str(script), "--lr", "3"],
            check=True, env={**os.environ, "PYTHONPATH": str(SOURCE)})
        self.assertEqual(len(self.calls()), 5)

    def test_losses_and_epochs_stand_in_their_calls(self):
        model = FiveKinds()
        with dropscope_hook.record(self.path, model) as recorder:
            losses = train(model, recorder=recorder)
        calls = [call for call in self.calls() if call["phase"] == "train"]
        self.assertEqual([call["loss"] for call in calls], losses[:-1])
        self.assertEqual([call["epoch"] for call in calls], [1] * 10 + [2] * 10)
        self.assertEqual([call["step"] for call in calls], list(range(1, 21)))


class Learning(HookTest):
    """What the record says of weights that learn, and of modules that do not run."""

    def record(self, model, *loops):
        """Records steps of loops, each (optimizer, the loss of a step, how many)."""
        with dropscope_hook.record(self.path, model, mode="full"):
            for optimizer, loss, count in loops:
                for _ in range(count):
                    optimizer.zero_grad()
                    loss().backward()
                    optimizer.step()
        return [call.get("learns") for call in self.calls()]

    def setUp(self):
        super().setUp()
        self.model = nn.Sequential(nn.Linear(6, 6), nn.BatchNorm1d(6), nn.Dropout(0.5), nn.Linear(6, 2))
        self.inputs = torch.ones(4, 6)

    def loss(self):
        return self.model(self.inputs).sum()

    def test_a_model_at_rest_does_not_learn_while_another_thing_does(self):
        change = torch.zeros(4, 6, requires_grad=True)
        learns = self.record(
            self.model, (torch.optim.SGD(self.model.parameters(), 0.01), self.loss, 5),
            (torch.optim.SGD([change], 0.01), lambda: self.model(self.inputs + change).sum(), 40))
        self.assertEqual(learns[:5], [None] + [True] * 4)
        self.assertEqual(learns[5:], [True] * 12 + [False] * 28)

    def test_two_that_take_turns_both_learn(self):
        first, second = (torch.optim.SGD(self.model[i].parameters(), 0.01) for i in (0, 3))
        learns = self.record(self.model, *[(first, self.loss, 5), (second, self.loss, 1)] * 4)
        self.assertEqual(learns[1:], [True] * 23)

    def test_norms_that_are_fitted_to_new_data_are_no_learning(self):
        self.model.eval()
        learns = self.record(
            self.model, (torch.optim.SGD(self.model[1].parameters(), 0.01), self.loss, 5))
        self.assertEqual(learns, [None] + [False] * 4)

    def test_a_head_that_learns_is_told_from_the_frozen_network_below_it(self):
        self.model = nn.Sequential(
            nn.Sequential(nn.Linear(6, 6), nn.Dropout(0.5)), nn.Sequential(nn.Dropout(0.5), nn.Linear(6, 2)))
        self.model.eval().requires_grad_(False)
        self.model[1].requires_grad_(True)
        self.record(self.model, (torch.optim.SGD(self.model[1].parameters(), 0.01), self.loss, 3))
        entries = self.entries(self.records())
        self.assertEqual([entry["grad"] for entry in entries["0.1"]], [False] * 3)
        self.assertEqual([entry["grad"] for entry in entries["1.0"]], [False, True, True])

    def test_an_optimizer_in_the_place_of_a_freed_one_is_another(self):
        def fold():
            self.model = nn.Sequential(nn.Linear(6, 6), nn.Dropout(0.5), nn.Linear(6, 2))
            optimizer = torch.optim.SGD(self.model.parameters(), 0.01)
            for _ in range(3):
                self.loss().backward()
                optimizer.step()

        with dropscope_hook.record(self.path, mode="full"):
            for _ in range(6):
                fold()
        for number, call in enumerate(self.calls()):
            self.assertIn(call.get("learns"), (None, False) if number % 3 == 0 else (True,))

    def test_a_dropout_of_another_stage_or_task_is_not_told_as_forgotten(self):
        class Model(nn.Module):
            def __init__(self):
                super().__init__()
                self.linear, self.used, self.tuned = nn.Linear(6, 6), nn.Dropout(0.5), nn.Dropout(0.5)
                self.forgotten, self.off, self.uses = nn.Dropout(0.5), nn.Dropout(0.5), False
                self.tasks = nn.ModuleDict({"first": nn.Dropout(0.5), "second": nn.Dropout(0.5)})

            def forward(self, x, mask=None, stage="first"):
                x = self.used(self.linear(x))
                if mask is not None:
                    x = x * mask
                if self.uses:
                    x = self.off(x)
                if stage == "tuning":
                    x = self.tuned(x)
                return self.tasks[stage](x)

        self.model = Model()
        self.record(self.model, (torch.optim.SGD(self.model.parameters(), 0.01), self.loss, 5))
        self.assertEqual({name for call in self.calls() for name in call.get("unused", [])}, {"forgotten", "off"})


class Governor(HookTest):
    def spare(self, **values):
        """Sets what the defaults allow for the length of a test."""
        for name, value in values.items():
            self.addCleanup(setattr, dropscope_hook, name, getattr(dropscope_hook, name))
            setattr(dropscope_hook, name, value)

    def test_all_that_the_hook_takes_is_within_its_share(self):
        model = nn.Sequential(nn.Linear(64, 256), nn.Dropout(0.5), nn.Linear(256, 64), nn.Dropout(0.5))
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        inputs = torch.ones(32, 64)
        recorder = dropscope_hook.record(self.path, model).start()
        for _ in range(2):
            model(inputs).sum().backward()
        began, first = time.perf_counter(), sum(recorder.costs.values())
        for _ in range(5000):
            model(inputs).sum().backward()
            optimizer.step()
        taken = sum(recorder.costs.values()) - first
        recorder.stop()
        allowed = dropscope_hook.SHARE * (time.perf_counter() - began) + dropscope_hook.ALLOWANCE
        # The two calls before may have been written since; a burst may end beyond what it expected.
        self.assertLess(taken, allowed + 0.05)
        self.assertEqual(set(recorder.costs), {"calls", "draws", "entries", "trace", "writer"})

    def test_the_first_two_calls_of_each_phase_are_whole_at_any_cost(self):
        self.spare(ALLOWANCE=-1000.0, LOOKS=0, RETURNS=0, SEEDINGS=0)
        model = FiveKinds()
        with dropscope_hook.record(self.path, model):
            train(model)
            train(model)
        calls = self.calls()
        self.assertEqual([call["phase"] for call in calls], ["train", "train", "eval", "eval"])
        self.assertTrue(all("before" in entry for call in calls for entry in call["layers"]))
        left = sum(r["calls"] for r in self.records() if r["t"] == "skipped")
        self.assertEqual(len(calls) + left, 42)

    def test_a_phase_that_comes_again_is_recorded_before_the_next_burst(self):
        self.spare(FIRST=2, MASK_SHARE=0.0, SHORT_SHARE=0.0, ALLOWANCE=1.0)
        model = nn.Sequential(nn.Linear(12, 12), nn.Dropout(0.5))
        inputs = torch.ones(4, 12)
        with dropscope_hook.record(self.path, model):
            for _ in range(3):
                for _ in range(100):
                    model(inputs)
                model.eval()
                model(inputs)
                model.train()
        self.assertEqual([call["phase"] for call in self.calls()].count("eval"), 3)

    def clock(self, tick, cpu):
        """A clock that goes on by `tick` seconds at each look, and a processor's that does by `cpu`."""
        now = [0.0, 0.0]

        def look(index, step):
            now[index] += step
            return now[index]

        fake = types.SimpleNamespace(
            perf_counter=lambda: look(0, tick), thread_time=lambda: look(1, cpu),
            process_time=lambda: look(1, cpu), strftime=time.strftime,
            gmtime=time.gmtime)
        self.addCleanup(setattr, dropscope_hook, "time", dropscope_hook.time)
        dropscope_hook.time = fake
        return now

    def test_every_phase_is_seen_whatever_the_clock_says(self):
        # Each look at the clock takes a second, and nothing is earned: the hook may not do a thing.
        self.clock(tick=1.0, cpu=1.0)
        self.spare(SHARE=0.0, ALLOWANCE=0.0)
        model = nn.Sequential(nn.Linear(12, 12), nn.Dropout(0.5))
        late = nn.Sequential(nn.Linear(12, 12), nn.Dropout(0.5))
        inputs = torch.ones(4, 12)
        with dropscope_hook.record(self.path, model):
            for _ in range(300):
                model(inputs)
            with torch.no_grad():
                for _ in range(300):
                    model(inputs)
            model.eval()
            for _ in range(300):
                model(inputs)
            for _ in range(300):
                late(inputs)
        calls = self.calls()
        seen = [(call["root"], call["phase"], call["grad"]) for call in calls if "before" in call["layers"][0]]
        for kind in (("Sequential", "train", True), ("Sequential", "train", False),
                     ("Sequential", "eval", True), ("Sequential#2", "train", True)):
            self.assertGreaterEqual(seen.count(kind), dropscope_hook.SURE, kind)
        left = sum(r["calls"] for r in self.records() if r["t"] == "skipped")
        self.assertEqual(len(calls) + left, 1200)
        # Bounded: for each of the four kinds its first calls, and those after a change.
        self.assertLess(len(calls), 4 * (dropscope_hook.LOOKS + dropscope_hook.RETURNS))

    def test_a_phase_that_comes_back_is_seen_some_times_whatever_the_clock_says(self):
        self.clock(tick=1.0, cpu=1.0)
        model = nn.Sequential(nn.Linear(12, 12), nn.Dropout(0.5))
        inputs = torch.ones(4, 12)
        with dropscope_hook.record(self.path, model):
            for _ in range(6):
                for _ in range(100):
                    model(inputs)
                model.eval()
                model(inputs)
                model.train()
        phases = [call["phase"] for call in self.calls()]
        self.assertEqual(phases.count("eval"), 6)
        self.assertGreaterEqual(phases.count("train"), 7)

    def test_time_that_others_take_is_not_the_hooks(self):
        # By the clock a second passes at each look; of the processor's time next to nothing.
        self.clock(tick=1.0, cpu=1e-6)
        model = nn.Sequential(nn.Linear(12, 12), nn.Dropout(0.5))
        with dropscope_hook.record(self.path, model) as recorder:
            for _ in range(200):
                model(torch.ones(4, 12))
            self.assertGreater(recorder._engine.budget.left, 0)
        self.assertGreaterEqual(len(self.calls()), dropscope_hook.FIRST)

    def test_what_is_drawn_after_seeding_is_seen(self):
        self.clock(tick=1.0, cpu=1.0)
        model = nn.Sequential(nn.Linear(12, 12), nn.Dropout(0.5))
        with dropscope_hook.record(self.path, model):
            for _ in range(4):
                torch.manual_seed(0)
                for _ in range(200):
                    model(torch.ones(4, 12))
        first = [call["layers"][0]["mask"] for call in self.calls()]
        self.assertGreaterEqual(first.count(first[0]), 4)

    def test_a_site_that_is_new_is_seen_while_calls_are_left_out(self):
        self.clock(tick=1.0, cpu=1.0)

        class Growing(nn.Module):
            def __init__(self):
                super().__init__()
                self.first, self.second, self.both = nn.Dropout(0.5), nn.Dropout(0.25), False

            def forward(self, x):
                x = self.first(x)
                return self.second(x) if self.both else x

        model = Growing()
        with dropscope_hook.record(self.path, model):
            for step in range(400):
                model.both = step >= 200
                model(torch.ones(4, 12))
        self.assertIn("second", {entry["name"] for call in self.calls() for entry in call["layers"]})

    def test_bits_without_room_are_left_out_and_counted(self):
        self.spare(WAITING=0, SMALL=16)
        model = nn.Sequential(nn.Linear(12, 24), nn.Dropout(0.5), nn.Linear(24, 1), nn.Dropout(0.5))
        with dropscope_hook.record(self.path, model):
            for _ in range(2):
                model(torch.ones(8, 12)).sum().backward()
        large, small = self.calls()[0]["layers"]
        self.assertFalse({"mask", "digest", "kept"} & set(large))
        self.assertIn("before", large)
        self.assertIn("mask", small)
        self.assertEqual(sum(r.get("masks", 0) for r in self.records() if r["t"] == "skipped"), 2)
        if DROPSCOPE:
            done = subprocess.run([DROPSCOPE, "show", self.path, "--call", "2"], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_copies_from_a_gpu_land_whole_in_few_pieces(self):
        landing = dropscope_hook._Landing()
        sent = [
            torch.rand(3, 5), torch.rand(7) < 0.5, torch.tensor(3), torch.rand(0, 4),
            torch.randint(0, 255, (100_000,), dtype=torch.uint8), torch.rand(4, 6).t()]
        landed = [landing.fetch(tensor) for tensor in sent]
        self.assertFalse(landing.query())
        landing.seal()
        self.assertTrue(landing.query())
        landing.synchronize()
        self.assertTrue(all(map(torch.equal, sent, landed)))
        self.assertEqual(len(landing.chunks), 3)


class Ranks(HookTest):
    def test_each_rank_has_a_file_of_its_own(self):
        script = self.folder / "ranks.py"
        script.write_text(
            "import sys; sys.path.insert(0, %r)\n"
            "import torch, torch.nn as nn, torch.distributed as dist, dropscope_hook\n"
            "dist.init_process_group('gloo')\n"
            "torch.manual_seed(7)\n"
            "model = nn.Sequential(nn.Linear(16, 64), nn.Dropout(0.5), nn.Linear(64, 2))\n"
            "if %r == 'ddp':\n"
            "    model = nn.parallel.DistributedDataParallel(model)\n"
            "else:\n"
            "    from torch.distributed.fsdp import fully_shard\n"
            "    from torch.distributed.device_mesh import init_device_mesh\n"
            "    model = fully_shard(model, mesh=init_device_mesh('cpu', (2,)))\n"
            "if %r: torch.manual_seed(100 + dist.get_rank())\n"
            "optimizer = torch.optim.SGD(model.parameters(), 0.1)\n"
            "with dropscope_hook.record(%r, model):\n"
            "    for _ in range(12):\n"
            "        model(torch.randn(8, 16)).sum().backward(); optimizer.step(); optimizer.zero_grad()\n"
            "dist.destroy_process_group()\n")
        text = script.read_text()
        cases = [("ddp", False), ("ddp", True)] + ([("fsdp", True)] if _has_fsdp2() else [])
        for kind, apart in cases:
            script.write_text(text % (str(SOURCE), kind, apart, self.path))
            done = subprocess.run(
                [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2",
                 "--master-port", str(29500 + os.getpid() % 1000), str(script)],
                capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr[-2000:])
            paths = [str(self.folder / f"run.rank{rank}.jsonl") for rank in range(2)]
            heads = [self.records(path)[0] for path in paths]
            self.assertEqual([(h["rank"], h["ranks"]) for h in heads], [(0, 2), (1, 2)])
            self.assertEqual(heads[0]["run"], heads[1]["run"])
            masks = [[c["layers"][0]["mask"] for c in self.calls(path)] for path in paths]
            self.assertEqual([c["layers"][0]["name"] for c in self.calls(paths[0])], ["1"] * 12)
            self.assertEqual(masks[0] == masks[1], not apart)
            if DROPSCOPE:
                told = subprocess.run(
                    [DROPSCOPE, "check", *paths], capture_output=True, text=True).stdout
                self.assertEqual("D05 same-on-ranks" in told.split("passed")[0], not apart, told)


def _has_fsdp2():
    try:
        from torch.distributed.fsdp import fully_shard  # noqa: F401
    except ImportError:
        return False
    # PyTorch 2.6 has it, but not on a CPU.
    return hasattr(torch.cpu.Stream, "record_event") or not hasattr(torch.cpu, "Stream")


@unittest.skipUnless(DROPSCOPE, "DROPSCOPE names no program")
class Readers(HookTest):
    def test_the_program_reads_what_the_hook_writes(self):
        model = FiveKinds()
        with dropscope_hook.record(self.path, model) as recorder:
            train(model, recorder=recorder)
        for command in (["check"], ["show", "--call", "2"], ["export", "--format", "csv"]):
            done = subprocess.run(
                [DROPSCOPE, command[0], self.path, *command[1:]], capture_output=True, text=True)
            self.assertIn(done.returncode, (0, 1), done.stderr)
            self.assertEqual(done.stderr, "")
        done = subprocess.run(
            [DROPSCOPE, "frame", "--session", self.path, "--call", "3"], capture_output=True)
        self.assertEqual(done.returncode, 0)
        # Nothing is simulated here: verify says so.
        done = subprocess.run([DROPSCOPE, "verify", self.path], capture_output=True, text=True)
        self.assertIn("pytorch", done.stderr)

    def test_show_is_a_picture_of_the_newest_call(self):
        model = FiveKinds()
        with unittest.mock.patch.dict(os.environ, DROPSCOPE=DROPSCOPE):
            with dropscope_hook.record(self.path, model) as recorder:
                train(model, recorder=recorder)
                while_it_runs = dropscope_hook.show(recorder)
            last = max(call["n"] for call in self.calls())
            picture = dropscope_hook.show(self.path, call=3, view="layers", size="80x24")
            with self.assertRaisesRegex(RuntimeError, "holds no call 9999"):
                dropscope_hook.show(self.path, call=9999)
        with unittest.mock.patch.dict(os.environ, DROPSCOPE="", PATH=""):
            with self.assertRaisesRegex(FileNotFoundError, "not in the PATH"):
                dropscope_hook.show(self.path)
        for shown, size, number in ((while_it_runs, (1220, 820), last), (picture, (820, 500), 3)):
            text = shown._repr_svg_()
            self.assertEqual(text, str(shown))
            root = xml.etree.ElementTree.fromstring(text)
            self.assertEqual((root.get("width"), root.get("height")), tuple(map(str, size)))
            self.assertIn(f"call {number},", root[0].text)

    def test_the_program_prints_the_hook(self):
        for name, file in (("pytorch", "dropscope_hook.py"), ("numpy", "dropscope_numpy.py")):
            told = subprocess.run([DROPSCOPE, "hook", name], capture_output=True, check=True).stdout
            self.assertEqual(told, (SOURCE / file).read_bytes())


if __name__ == "__main__":
    unittest.main()
