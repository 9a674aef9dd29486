"""Finds the built program: in the environment's DROPSCOPE."""

import os
import subprocess
import sys
import unittest

PROGRAM = os.path.abspath(os.environ["DROPSCOPE"]) if os.environ.get("DROPSCOPE") else None

needs_program = unittest.skipUnless(
    PROGRAM, "DROPSCOPE does not name the built program (DROPSCOPE=.build/release/dropscope)")

# Exit statuses: a file or its data is not what it should be; what was typed is not (EX_USAGE).
BAD_INPUT, BAD_USAGE = 2, 64


def needs(is_there, what):
    """Skips a test where something is missing, and says so; with REQUIRE_PEERS=1 that is a failure."""
    if not is_there:
        if os.environ.get("REQUIRE_PEERS") == "1":
            raise AssertionError(f"missing: {what}")
        say_skipped(what)
    return unittest.skipUnless(is_there, what)


def say_skipped(what):
    """unittest itself tells how many were skipped, and not what."""
    print(f"test: skipped: {what}", file=sys.stderr, flush=True)


def run(*arguments, folder=None, env=None, timeout=120, **options):
    """Runs it without a terminal."""
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("NO_COLOR", "COLORTERM", "LC_ALL", "LANG")}
    # A person's own themes stay out of the tests.
    environment.update(LANG="C.UTF-8", XDG_CONFIG_HOME=os.devnull, **(env or {}))
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], cwd=folder, env=environment, timeout=timeout,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        errors="replace", start_new_session=True, check=False, **options)
