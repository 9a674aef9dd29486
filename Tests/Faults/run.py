#!/usr/bin/env python3
"""The detection table: programs with a fault of dropout, and healthy ones, recorded and checked.

    Tests/Faults/run.py DROPSCOPE [--only d03] [--modes full,default] [--ways model,bare]

Each program of pairs/ names the rule and the site that must be found in its faulty variant; its
healthy variant and all programs of healthy/ must give no finding. Prints the table as Markdown, and
exits 1 where something was missed or was a false alarm.
"""
import argparse
import ast
import collections
import concurrent.futures
import contextlib
import fnmatch
import json
import os
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
RULES = {
    "D01": "active-in-eval", "D02": "idle-in-train", "D03": "rate-off", "D04": "scale-off",
    "D05": "same-on-ranks", "D06": "frozen", "D07": "not-independent", "D08": "recompute-differs",
    "D09": "dead-units", "D10": "not-finite", "D11": "variance-shift", "D12": "lost-records",
    "D13": "drawn-not-used", "D14": "twice-in-a-row", "D15": "flag-in-p"}
# One pair a rule and some healthy programs, none of which takes long.
QUICK = [
    "d01_functional", "d02_train_forgotten", "d04_twice", "d05_ddp", "d06_seed_in_forward", "d07_one_mask_for_all", "d08_checkpoint", "d09_fixed_index",
    "d10_schedule_to_one", "d11_functional", "d12_lost_lines", "d13_statement", "d14_two_modules",
    "d15_second_argument", "transformer", "gan", "mean_teacher", "mc_dropout", "frozen_backbone",
    "stochastic_depth", "checkpointed"]


class Program:
    """One file of pairs/ or healthy/, and what it says of itself."""

    def __init__(self, path):
        self.path, self.name = path, path.stem
        tree = ast.parse(path.read_text())
        self.about = ast.get_docstring(tree)
        said = {"RULE": None, "SITE": None, "RANKS": 1, "AGAINST": False}
        for statement in tree.body:
            if not isinstance(statement, ast.Assign):
                continue
            target, value = statement.targets[0], statement.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple):
                pairs = zip(target.elts, value.elts)
            for name, constant in pairs:
                if name.id in said:
                    said[name.id] = ast.literal_eval(constant)
        self.rule, self.site = said["RULE"], said["SITE"]
        self.ranks, self.against = said["RANKS"], said["AGAINST"]

    @property
    def variants(self):
        return ["faulty", "healthy"] if self.rule else ["healthy"]


class Recorder:
    """A process that records one program after another."""

    def __init__(self, options):
        self.options = options
        self.server = None

    def record(self, program, folder):
        """Records all jobs of a program; returns them, and what went wrong."""
        options = self.options
        jobs = options.jobs_of(program)
        if program.ranks > 1:
            done = subprocess.run(
                [options.python, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node",
                 str(program.ranks), HERE / "record.py", options.hook, program.path, folder, *jobs],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            return jobs, done.stdout if done.returncode else ""
        if self.server is None:
            self.server = subprocess.Popen(
                [options.python, HERE / "record.py", options.hook, str(options.timeout)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        order = json.dumps([str(program.path), str(folder), *jobs])
        print(order, file=self.server.stdin, flush=True)
        status = self.server.stdout.readline().strip()
        said = (folder / "stderr").read_text()
        return jobs, "" if status == "0" else f"exit status {status}: {said}"


def check(program, options, folder, job):
    """What the doctor says of a job."""
    logs = [folder / f"{job}.jsonl"]
    if program.ranks > 1:
        logs = sorted(folder.glob(f"{job}.rank*.jsonl"))
    command = [options.dropscope, "check", "--json", *logs]
    if program.against:
        command += ["--against", folder / f"{job}.resumed.jsonl"]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        return {"findings": [], "error": (done.stderr or done.stdout).strip() or "no answer"}


def judged(program, job, verdict):
    """(found or None, false alarms) of a verdict."""
    findings = verdict["findings"]
    if not job.startswith("faulty"):
        return None, findings
    def fits(finding):
        if finding["rule"] != program.rule:
            return False
        places = [*finding["sites"], finding.get("where") or ""]
        return program.site is None or any(program.site in place for place in places)
    found = [finding for finding in findings if fits(finding)]
    return bool(found), [finding for finding in findings if finding["rule"] != program.rule]


def work(program, recorders, options, root):
    """Everything about one program: a line for each job."""
    folder = root / program.name
    if options.again:
        jobs = options.jobs_of(program)
        return program, list(checked(program, options, folder, jobs)), "", 0
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    started = time.monotonic()
    recorder = recorders.get()
    try:
        jobs, trouble = recorder.record(program, folder)
    finally:
        recorders.put(recorder)
    took = time.monotonic() - started
    return program, list(checked(program, options, folder, jobs)), trouble, took


def checked(program, options, folder, jobs):
    """A line for each job: the job, the verdict, whether the fault was found, what else was."""
    for job in jobs:
        verdict = check(program, options, folder, job)
        (folder / f"{job}.verdict.json").write_text(json.dumps(verdict, indent=1))
        yield job, verdict, *judged(program, job, verdict)


def said(findings):
    texts = [f"{f['rule']} {','.join(f['sites'])}: {f['what']}" for f in findings]
    return "; ".join(texts) or "nothing"


class Table:
    """Counts over all programs."""

    def __init__(self, options):
        self.columns = [f"{mode}.{way}" for mode in options.modes for way in options.ways]
        self.rows = []
        self.runs = self.faults = self.found = self.wrong = 0
        self.alarms = collections.Counter()
        self.troubles = 0

    def take(self, program, lines, trouble, took, out):
        print(f"{program.name} ({took:.1f} s)", file=out, flush=True)
        if trouble:
            self.troubles += 1
            print("  could not be recorded: " + trouble.strip()[-1500:], file=out)
        cells = {}
        for job, verdict, found, others in lines:
            variant, column = job.split(".", 1)
            self.runs += 1
            cell = "ok"
            if variant == "faulty":
                self.faults += 1
                self.found += bool(found)
                cell = "found" if found else "missed"
            if others:
                self.wrong += 1
                self.alarms.update(f["rule"] for f in others)
                cell += " + " + " ".join(sorted({f["rule"] for f in others}))
            if "error" in verdict:
                self.troubles += 1
                cell = verdict["error"]
            cells[variant, column] = cell
            if cell not in ("ok", "found"):
                print(f"  {job}: {cell}: {said(verdict['findings'])}", file=out)
        self.rows.append((program, cells))

    def summed(self, cells, variant):
        """One cell for all ways of recording, where they agree."""
        values = {column: cells.get((variant, column), "-") for column in self.columns}
        if len(set(values.values())) == 1:
            return values[self.columns[0]].replace("ok", "silent")
        return ", ".join(f"{v.replace('ok', 'silent')} ({k})" for k, v in values.items())

    def markdown(self):
        lines = ["| rule | fault | faulty | healthy twin |", "|---|---|---|---|"]
        pairs = [row for row in self.rows if row[0].rule]
        for program, cells in sorted(pairs, key=lambda row: row[0].name):
            lines.append(
                f"| {program.rule} {RULES[program.rule]} | {program.about} `{program.name}` |"
                f" {self.summed(cells, 'faulty')} | {self.summed(cells, 'healthy')} |")
        lines += ["", "| healthy program | |", "|---|---|"]
        for program, cells in sorted(self.rows, key=lambda row: row[0].name):
            if not program.rule:
                lines.append(
                    f"| {program.about} `{program.name}` | {self.summed(cells, 'healthy')} |")
        lines += ["", f"{self.found} of {self.faults} recordings with a fault name it;"
                  f" {self.wrong} of {self.runs} recordings have a finding that is none."]
        return "\n".join(lines)

    @property
    def is_clean(self):
        return self.found == self.faults and not self.wrong and not self.troubles


class Options(argparse.Namespace):
    def jobs_of(self, program):
        return [
            f"{variant}.{mode}.{way}" for variant in program.variants for mode in self.modes
            for way in self.ways]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dropscope", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--hook", type=pathlib.Path,
                        default=HERE.parents[1] / "Sources/PythonHook/dropscope_hook.py")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--only", help="patterns of names, with commas")
    parser.add_argument("--quick", action="store_true", help="a pair a rule and some healthy ones")
    parser.add_argument("--modes", default="full,default", type=lambda text: text.split(","))
    parser.add_argument("--ways", default="model,bare", type=lambda text: text.split(","))
    parser.add_argument("--jobs", default=min(2, os.cpu_count() or 1), type=int)
    parser.add_argument("--timeout", default=300, type=int, help="seconds a program")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for logs and verdicts")
    parser.add_argument("--write", type=pathlib.Path, help="a page whose table is replaced")
    parser.add_argument("--again", action="store_true", help="check the logs that --keep kept")
    return parser.parse_args(namespace=Options())


def chosen(options):
    programs = [Program(path) for path in sorted(HERE.glob("pairs/*.py"))]
    programs += [Program(path) for path in sorted(HERE.glob("healthy/*.py"))]
    if options.quick:
        programs = [program for program in programs if program.name in QUICK]
    if options.only:
        patterns = options.only.split(",")
        programs = [
            program for program in programs
            if any(fnmatch.fnmatch(program.name, pattern + "*") for pattern in patterns)]
    return programs


def write(page, table):
    """Replaces what stands between the two marks of a page."""
    begin, end = "<!-- table -->\n", "<!-- end of table -->"
    text = page.read_text()
    head, rest = text.split(begin)
    page.write_text(head + begin + table + "\n" + end + rest.split(end)[1])


@contextlib.contextmanager
def folder(keep):
    """The folder to keep, or one that goes away."""
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
    else:
        with tempfile.TemporaryDirectory() as temporary:
            yield pathlib.Path(temporary)


def main():
    options = arguments()
    table = Table(options)
    recorders = queue.Queue()
    for _ in range(options.jobs):
        recorders.put(Recorder(options))
    with folder(options.keep) as root:
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            futures = [
                pool.submit(work, program, recorders, options, root)
                 for program in chosen(options)]
            for future in concurrent.futures.as_completed(futures):
                table.take(*future.result(), out=sys.stderr)
    print(table.markdown())
    if options.write:
        write(options.write, table.markdown())
    return 0 if table.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
