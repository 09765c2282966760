# SPDX-License-Identifier: Apache-2.0
"""What SMPP is measured with: the SMSC sink, the HTTP generator and the target of callbacks, all small C programs beside this file."""

import json
import os
import signal
import struct
import subprocess
import tempfile
import time
from dataclasses import dataclass

import machine
from server_process import BenchmarkFailure, free_port

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = ["smsc_sink", "smpp_blast", "http_load", "http_answer"]


class Devices:
    """The compiled programs."""

    def __init__(self, directory):
        self.directory = directory
        for program in PROGRAMS:
            self._compile(program)

    def path(self, program):
        """Where a program is."""
        return os.path.join(self.directory, program)

    def sink(self, *flags):
        """A new SMSC."""
        return Sink(self.path("smsc_sink"), flags)

    def callbacks(self):
        """A new target of callbacks."""
        return Callbacks(self.path("http_answer"))

    def http(self, port, requests, connections, expected, rate=None, during=None):
        """Sends named requests, see http_load.c; what became of each. `during` is called while they go out."""
        with tempfile.TemporaryDirectory(dir=self.directory) as directory:
            batch, log = os.path.join(directory, "requests"), os.path.join(directory, "log")
            with open(batch, "wb") as file:
                for name, octets in requests:
                    name = name.encode()
                    file.write(struct.pack("<I", len(name)) + name + struct.pack("<I", len(octets)) + octets)
            command = [
                self.path("http_load"), "--port", port, "--requests", batch, "--log", log, "--connections", connections,
                "--expect", expected, *(["--rate", rate] if rate else [])]
            child = subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, text=True)
            try:
                if during:
                    during()
                _, error = child.communicate(timeout=300)
            except BaseException:
                child.kill()
                child.wait()
                raise
            if child.returncode:
                raise BenchmarkFailure(f"http_load: {error}")
            with open(log) as file:
                return [Call.parsed(line) for line in file]

    def _compile(self, program):
        source, target = os.path.join(HERE, program + ".c"), self.path(program)
        if os.path.exists(target) and os.path.getmtime(target) > os.path.getmtime(source):
            return
        compiled = subprocess.run(
            ["cc", "-O2", "-Wall", "-Wextra", "-o", target, source], capture_output=True, text=True, timeout=120, check=False)
        if compiled.returncode:
            raise BenchmarkFailure(f"{source} does not compile:\n{compiled.stderr}")


@dataclass
class Call:
    """One HTTP request; times in seconds of CLOCK_MONOTONIC."""

    name: str
    due: float
    sent: float
    answered: float
    status: str

    @classmethod
    def parsed(cls, line):
        name, due, sent, answered, status = line.split()
        return cls(name, int(due) / 1e9, int(sent) / 1e9, int(answered) / 1e9, status)


class Sink:
    """An SMSC on a free port; a context manager that ends it."""

    def __init__(self, program, flags):
        self.port = free_port()
        self.summary = None
        self._child = subprocess.Popen(
            [program, "--port", str(self.port), "--quiet", *map(str, flags)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        wait_for_port(self.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def report(self):
        """What it has counted so far. Asked often it takes time of its own."""
        self._child.send_signal(signal.SIGUSR2)
        return json.loads(self._child.stdout.readline())

    def hold(self):
        """Neither reads nor answers until `go_on`; its connections stay."""
        self._child.send_signal(signal.SIGSTOP)

    def go_on(self):
        """Ends `hold`."""
        self._child.send_signal(signal.SIGCONT)

    def stop(self):
        """Ends it; what it has counted."""
        if self.summary is None:
            self._child.send_signal(signal.SIGCONT)
            self._child.terminate()
            out, _ = self._child.communicate(timeout=30)
            self.summary = json.loads(out.splitlines()[-1])
        return self.summary


    def wait_for(self, count, receipts, seconds):
        """Waits until so many messages have come, and as many receipts are acknowledged when there are any."""
        deadline = time.monotonic() + seconds
        while True:
            found = self.report()
            if found["submits"] >= count and (not receipts or found["dlr_acked"] >= count):
                return found
            if time.monotonic() > deadline:
                raise BenchmarkFailure(f"after {seconds} s the SMSC has not seen {count} messages and their receipts: {found}")
            time.sleep(0.1)


class Callbacks:
    """An HTTP server that answers 200 and counts; a context manager that ends it."""

    def __init__(self, program):
        self.port = free_port()
        self._child = subprocess.Popen([program, str(self.port)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        wait_for_port(self.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._child.terminate()
        self._child.communicate(timeout=30)

    def count(self):
        """How many callbacks have come in all."""
        self._child.send_signal(signal.SIGUSR1)
        return json.loads(self._child.stdout.readline())["requests"]


@dataclass
class Finished:
    """A client that ran to its end."""

    result: dict
    cpu_seconds: float
    peak_megabytes: float


def run_client(command, seconds=90):
    """Runs a client that prints one JSON line: what it found and None, or None and why it failed."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        child = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=out, stderr=errors)
        deadline = time.monotonic() + seconds
        peak = 0
        while True:
            process, status, usage = os.wait4(child.pid, os.WNOHANG)
            if process:
                break
            peak = peak_or(child.pid, peak)
            if time.monotonic() > deadline:
                child.kill()
                _, status, usage = os.wait4(child.pid, 0)
                break
            time.sleep(0.01)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        lines = out.read().splitlines()
        if child.returncode or not lines:
            errors.seek(0)
            return None, f"exit code {child.returncode}: {errors.read()[-300:].strip()}"
        return Finished(json.loads(lines[-1]), usage.ru_utime + usage.ru_stime, peak), None


def peak_or(process, otherwise):
    """The most megabytes of a process so far: unlike ru_maxrss without those of the process that started it."""
    try:
        return machine.peak_megabytes(process)
    except (OSError, KeyError):
        return otherwise  # it has just ended


def wait_for_port(port, seconds=10):
    """Waits until somebody listens."""
    deadline = time.monotonic() + seconds
    listening = f":{port:04X} 00000000:0000 0A"
    while True:
        with open("/proc/net/tcp") as table:
            if listening in table.read():
                return
        if time.monotonic() > deadline:
            raise BenchmarkFailure(f"nobody listens on port {port} after {seconds} s")
        time.sleep(0.005)
