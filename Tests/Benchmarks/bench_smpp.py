#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures SMPP on this machine: the client beside other libraries, the whole gateway beside Kannel, all against one C sink.

Sections: raw (one bind as fast as it goes), delay (an SMSC that answers after 20 ms), end-to-end, light (50 a second), kill
(kill -9 under load), soak. Each prints a Markdown table; a cell is the median of the runs with the smallest and the greatest.

Exits 1 when a message was lost or a run could not be trusted, and never because of a missed target.
"""

import argparse
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import machine
import smpp_clients
import smpp_end_to_end
from server_process import BenchmarkFailure
from smpp_devices import Devices
from smpp_report import table

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECTIONS = {
    "raw": [smpp_clients.raw],
    "delay": [smpp_clients.delayed, smpp_end_to_end.delayed],
    "end-to-end": [smpp_end_to_end.end_to_end],
    "light": [smpp_end_to_end.light],
    "kill": [smpp_end_to_end.kill],
    "soak": [smpp_clients.soak],
}


class Bench:
    """What every section needs."""

    def __init__(self, options):
        self.options = options
        self.share = 10 if options.quick else 1
        self.secret, self.token = secrets.token_hex(20), secrets.token_hex(20)
        self.has_client = os.access(options.smpp_load, os.X_OK)
        self.has_gateway = os.access(options.countersign, os.X_OK)
        os.makedirs(options.directory, exist_ok=True)
        self.devices = Devices(options.directory)
        self._scratch = tempfile.mkdtemp(prefix="run-", dir=options.directory)

    def new_directory(self):
        """An empty directory that is removed at the end."""
        return tempfile.mkdtemp(dir=self._scratch)

    def remove_directory(self):
        """Removes what the run wrote."""
        shutil.rmtree(self._scratch, ignore_errors=True)

    def progress(self, line):
        """Tells how far the run is, on standard error."""
        print(line, file=sys.stderr, flush=True)

    def head(self):
        """What was measured, when and on which machine."""
        version = "no gateway"
        if self.has_gateway:
            command = [self.options.countersign, "--version"]
            version = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False).stdout.strip()
        commit = subprocess.run(
            ["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True, timeout=30, check=False).stdout.strip()
        facts = [[name, value] for name, value in machine.facts(self.options.directory).items()]
        return "\n\n".join([
            f"Measured {time.strftime('%Y-%m-%d')} with {version}, commit {commit or '?'}; {self.options.runs} runs.",
            table(["the machine", ""], facts)])


def parsed_options():
    """The command line."""
    build = os.path.join(ROOT, ".build")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--countersign", default=os.path.join(build, "release", "countersign"), help="the gateway (release build)")
    parser.add_argument("--smpp-load", default=os.path.join(build, "release", "smpp-load"), help="our load client (release build)")
    parser.add_argument("--python", default=os.path.join(build, "venv", "bin", "python"), help="a Python with smpp34 and smpplib")
    parser.add_argument("--directory", default=os.path.join(build, "bench-smpp"), help="where the stores are made: on a real disk")
    parser.add_argument("--runs", type=int, default=3, choices=range(1, 11), metavar="1-10")
    parser.add_argument("--only", help=f"sections with commas between them, of {', '.join(SECTIONS)}")
    parser.add_argument("--quick", action="store_true", help="a tenth of the messages: tries the program, says little of the gateway")
    parser.add_argument("--output", help="writes the Markdown to this file too")
    options = parser.parse_args()
    options.only = options.only.split(",") if options.only else list(SECTIONS)
    if unknown := set(options.only) - set(SECTIONS):
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    for name in ("countersign", "smpp_load", "python", "directory"):
        setattr(options, name, os.path.abspath(getattr(options, name)))
    return options


def main():
    """Runs the sections; the exit status."""
    options = parsed_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    bench = Bench(options)
    parts = []

    def tell(part):
        if part:
            parts.append(part)
            print(part + "\n", flush=True)

    code = 0
    try:
        tell(bench.head())
        if options.quick:
            tell("**A quick run, with a tenth of the messages: these figures say little.**")
        for name in options.only:
            for section in SECTIONS[name]:
                try:
                    tell(section(bench))
                except BenchmarkFailure as failure:
                    print(f"bench_smpp: {name}: {failure}", file=sys.stderr)
                    code = 1
    finally:
        bench.remove_directory()
        if options.output:
            with open(options.output, "w") as file:
                file.write("\n\n".join(parts) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
