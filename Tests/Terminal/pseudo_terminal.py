"""Runs a program on a pseudo-terminal, presses its keys and reads its screen.

    with PseudoTerminal(["dropscope", "digits"], size=(120, 40)) as terminal:
        terminal.wait_for("call 1")
        terminal.press("q")
        assert terminal.wait_exit() == 0

Nothing sleeps for a time: a test waits until something is true, and fails when that takes too long.
The program is a job of a small leader process, as it is of a shell, so that ctrl-Z stops it.
"""

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time

from emulator import Emulator

# How long a test waits for what has no bound of its own, in seconds.
PATIENCE = 20.0

KEYS = {
    "up": "\x1bOA", "down": "\x1bOB", "right": "\x1bOC", "left": "\x1bOD",
    "shift-right": "\x1b[1;2C", "shift-left": "\x1b[1;2D", "back-tab": "\x1b[Z",
    "home": "\x1bOH", "end": "\x1bOF", "page-up": "\x1b[5~", "page-down": "\x1b[6~", "f1": "\x1bOP",
    "backspace": "\x7f", "enter": "\r", "tab": "\t", "escape": "\x1b", "space": " ",
    "ctrl-c": "\x03", "ctrl-l": "\x0c", "ctrl-z": "\x1a",
}


# Where ncurses looks for descriptions of terminals, whatever TERMINFO says.
DATABASES = "/etc/terminfo /lib/terminfo /usr/lib/terminfo /usr/share/terminfo"
HIDE = f"""
for folder in {DATABASES}; do
  [ ! -d "$folder" ] || mount -t tmpfs none "$folder" || exit 1
done
exec "$@"
"""


def without_terminfo(command):
    """The command as on a machine without any description of a terminal.

    None where the system lets nobody hide them: it takes a mount that only the command sees.
    """
    namespace = ["unshare", "--mount"] + (["--map-root-user"] if os.geteuid() else [])
    hidden = [*namespace, "sh", "-c", HIDE, "sh"]
    try:
        if subprocess.run([*hidden, "true"], capture_output=True, check=False).returncode == 0:
            return [*hidden, *command]
    except FileNotFoundError:
        pass
    if any(os.path.isdir(folder) for folder in DATABASES.split()):
        return None
    return command


class PseudoTerminal:
    """A program, the terminal it runs on, and the folder it runs in."""

    def __init__(self, command, size=(120, 40), term="xterm-256color", env=None,
                 tells_colors=False):
        self.screen = Emulator(*size)
        self.screen.tells_colors = tells_colors
        # All bytes that the program wrote.
        self.output = bytearray()
        # The signal that stopped the program, while it is stopped.
        self.stopped_by = None
        # As a shell has it: 128 + n for signal n. None while the program is there.
        self.exit_status = None
        self.folder = tempfile.mkdtemp(prefix="dropscope-test-")
        self._master, self._slave = pty.openpty()
        self._set_size(*size)
        # Before the program had a say.
        self.modes_before = self.modes()
        self._start(command, self._environment(term, env or {}))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # What a test does

    def press(self, *keys):
        """Types keys by name, or text as it is."""
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())

    def resize(self, width, height):
        """Resizes the terminal; the program is told as by a terminal emulator."""
        self._take(0)
        self.screen.resize(width, height)
        self._set_size(width, height)

    def signal(self, number):
        os.kill(self.pid, number)

    def hang_up(self):
        """Takes the terminal away."""
        os.close(self._master)
        os.close(self._slave)
        self._master = self._slave = None

    # What a test waits for

    def wait_until(self, condition, what, timeout=PATIENCE):
        """Reads until `condition(screen)` holds and returns what it returned."""
        deadline = time.monotonic() + timeout
        while True:
            result = condition(self.screen)
            if result:
                return result
            left = deadline - time.monotonic()
            if self.exit_status is not None and not self._take(0):
                raise AssertionError(f"exit {self.exit_status} before {what}:\n{self._picture()}")
            if left <= 0:
                raise AssertionError(f"no {what} within {timeout} s:\n{self._picture()}")
            self._take(left)

    def wait_for(self, text, timeout=PATIENCE):
        """Reads until the screen shows `text`."""
        self.wait_until(lambda screen: text in screen.text, repr(text), timeout)

    def wait_exit(self, timeout=PATIENCE):
        """The exit status as a shell has it, after all output was read."""
        deadline = time.monotonic() + timeout
        while self.exit_status is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(f"no exit within {timeout} s:\n{self._picture()}")
            self._take(left)
        while self._take(0):
            pass
        return self.exit_status

    def wait_stopped(self, timeout=PATIENCE):
        """The signal that stopped the program."""
        self.wait_until(lambda _: self.stopped_by, "stop", timeout)
        while self._take(0):
            pass
        return self.stopped_by

    def settle(self, silence=0.3):
        """Reads until the program was silent for so many seconds."""
        deadline = time.monotonic() + PATIENCE
        while self.bytes_during(silence):
            if time.monotonic() > deadline:
                raise AssertionError(f"still drawing after {PATIENCE} s:\n{self._picture()}")

    def bytes_during(self, seconds):
        """How many bytes the program writes in so many seconds."""
        count = len(self.output)
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._take(left)
        return len(self.output) - count

    # What a test reads

    def modes(self):
        """The terminal's modes, for comparison."""
        return termios.tcgetattr(self._slave)

    # The insides

    def _environment(self, term, changes):
        # A person's own themes stay out of the tests; nothing remembers a first start, so that none
        # is offered a tour.
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8",
                       "XDG_CONFIG_HOME": self.folder, "XDG_STATE_HOME": os.devnull}
        for name in ("HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            if name in os.environ:
                environment[name] = os.environ[name]
        if term is not None:
            environment["TERM"] = term
        environment.update(changes)
        return environment

    def _start(self, command, environment):
        self._reports, self._report = os.pipe()
        self._leader = os.fork()
        if self._leader == 0:
            try:
                os.close(self._master)
                os.close(self._reports)
                self._lead(command, environment)
            finally:
                os._exit(127)
        os.close(self._report)
        self._pending = b""
        self.pid = None
        while self.pid is None and self.exit_status is None:
            self._take(PATIENCE)

    def _lead(self, command, environment):
        """What a shell does: one job in the foreground, its stops and its end written down."""
        os.setsid()
        fcntl.ioctl(self._slave, termios.TIOCSCTTY, 0)
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTSTP, signal.SIGTTOU):
            signal.signal(number, signal.SIG_IGN)
        job = os.fork()
        if job == 0:
            self._become(command, environment)
        os.close(self._slave)
        self._write_report(f"pid {job}")
        while True:
            _, status = os.waitpid(job, os.WUNTRACED | os.WCONTINUED)
            if os.WIFSTOPPED(status):
                self._write_report(f"stop {os.WSTOPSIG(status)}")
            elif os.WIFCONTINUED(status):
                self._write_report("go 0")
            else:
                code = os.waitstatus_to_exitcode(status)
                self._write_report(f"exit {code if code >= 0 else 128 - code}")
                os._exit(0)

    def _become(self, command, environment):
        try:
            os.setpgid(0, 0)
            os.tcsetpgrp(self._slave, os.getpid())
            for number in range(1, signal.NSIG):
                if number not in (signal.SIGKILL, signal.SIGSTOP):
                    try:
                        signal.signal(number, signal.SIG_DFL)
                    except (OSError, ValueError):
                        pass  # The C library keeps a few for itself.
            for number in range(3):
                os.dup2(self._slave, number)
            os.chdir(self.folder)
            os.closerange(3, 256)
            os.execvpe(command[0], command, environment)
        except OSError as error:
            os.write(2, f"{command[0]}: {error}\r\n".encode())
        finally:
            os._exit(127)

    def _write_report(self, line):
        os.write(self._report, line.encode() + b"\n")

    def _take(self, timeout):
        """Waits for bytes or a report, at most so long, and takes them; whether there were bytes."""
        sources = [s for s in (self._master, self._reports) if s is not None]
        if not sources:
            time.sleep(min(timeout, 0.01))
            return False
        ready, _, _ = select.select(sources, [], [], max(0, timeout))
        if self._reports in ready:
            self._take_report()
        if self._master is None or self._master not in ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.output += data
        self.screen.feed(data)
        if self.screen.answers:
            os.write(self._master, self.screen.answers)
            self.screen.answers = b""
        return bool(data)

    def _take_report(self):
        data = os.read(self._reports, 4096)
        if not data:
            os.close(self._reports)
            self._reports = None
            if self.exit_status is None:
                raise AssertionError("the process that leads the program's session is gone")
            return
        *lines, self._pending = (self._pending + data).split(b"\n")
        for line in lines:
            word, number = line.decode().split()
            if word == "pid":
                self.pid = int(number)
            elif word == "exit":
                self.exit_status = int(number)
            else:
                self.stopped_by = int(number) or None

    def _set_size(self, width, height):
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def _picture(self):
        return self.screen.text

    def close(self):
        """Ends the program if it is still there, and cleans up."""
        if self.exit_status is None and self.pid is not None:
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        # Unread output would keep the terminal from closing on some systems.
        for end in (self._master, self._slave, self._reports):
            if end is not None:
                os.close(end)
        self._master = self._slave = self._reports = None
        os.waitpid(self._leader, 0)
        shutil.rmtree(self.folder, ignore_errors=True)
