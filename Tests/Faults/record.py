"""Records programs of pairs/ and healthy/: record.py HOOK PROGRAM FOLDER JOB…

or many, from one process that forks for each: record.py HOOK SECONDS, and on standard input a JSON
array [PROGRAM, FOLDER, JOB…] a line, each of which is answered with an exit status.

A job is VARIANT.MODE.WAY: faulty or healthy; full (everything is recorded) or default (what a user
gets); model (the hook is handed the model) or bare (it is not). Each gives FOLDER/JOB.jsonl, or
FOLDER/JOB.rank0.jsonl and so on under torchrun.
"""
import contextlib
import importlib.util
import inspect
import io
import json
import os
import pathlib
import signal
import sys
import time
import traceback

import torch

FULL = {"mode": "full"}


def load(path):
    spec = importlib.util.spec_from_file_location(pathlib.Path(path).stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def call(function, *arguments, faulty):
    """Healthy programs have one variant only, and no parameter that chooses it."""
    if "faulty" in inspect.signature(function).parameters:
        return function(*arguments, faulty)
    return function(*arguments)


def record(hook, program, folder, job):
    variant, mode, way = job.split(".")
    faulty = variant == "faulty"
    options = FULL if mode == "full" else {}
    path = os.path.join(folder, f"{job}.jsonl")
    torch.manual_seed(int(os.environ.get("RANK", 0)))
    torch.use_deterministic_algorithms(False)
    net = call(program.model, faulty=faulty)
    target = (net,) if way == "model" else ()
    with hook.record(path, *target, **options):
        result = call(program.train, net, faulty=faulty)
    if hasattr(program, "resume"):
        net = call(program.model, faulty=faulty)
        target = (net,) if way == "model" else ()
        resumed = path.replace(".jsonl", ".resumed.jsonl")
        with hook.record(resumed, *target, step=program.FIRST, **options):
            program.resume(net, result, faulty)
    if hasattr(program, "after"):
        program.after(path, faulty)


def record_all(hook_path, program_path, folder, jobs):
    """Records the jobs of a program, one after another; returns how many failed."""
    hook, program = load(hook_path), load(program_path)
    torch.set_num_threads(1)
    os.chdir(folder)
    if getattr(program, "RANKS", 1) > 1:
        torch.distributed.init_process_group("gloo")
    failed = 0
    for job in jobs:
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said):
                record(hook, program, folder, job)
        except Exception:
            failed += 1
            print(f"{job}: {traceback.format_exc()}", file=sys.stderr)
    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()
    return failed


def serve(hook_path, timeout):
    """To import torch takes longer than most programs do: it is done once, and so is what the first
    optimizer of a process imports."""
    torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], 0.1)
    for line in sys.stdin:
        program, folder, *jobs = json.loads(line)
        child = os.fork()
        if child == 0:
            trouble = os.open(os.path.join(folder, "stderr"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(trouble, 2)
            os._exit(min(record_all(hook_path, program, folder, jobs), 100))
        deadline = time.monotonic() + timeout
        while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.02)
        print(os.waitstatus_to_exitcode(ended[1]), flush=True)


def main():
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    hook_path, *rest = sys.argv[1:]
    if len(rest) == 1:
        return serve(hook_path, float(rest[0]))
    program, folder, *jobs = rest
    return record_all(hook_path, program, folder, jobs)


if __name__ == "__main__":
    sys.exit(main())
