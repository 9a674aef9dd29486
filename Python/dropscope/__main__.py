"""python -m dropscope: the program, where the PATH does not lead to it."""
import os
import sys

from dropscope import program

try:
    os.execv(program(), ["dropscope", *sys.argv[1:]])
except OSError as error:
    sys.exit(f"dropscope: {error}")
