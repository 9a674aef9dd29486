"""What is said of a framework that is not there to compare with."""

import os
import sys


def left_out(what):
    """Says that something is not compared; with REQUIRE_PEERS=1 that is a failure."""
    if os.environ.get("REQUIRE_PEERS") == "1":
        sys.exit(f"test: missing: {what}")
    print(f"test: skipped: {what}", flush=True)
