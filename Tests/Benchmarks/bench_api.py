#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the HTTP API of Countersign on this machine, and prints what docs/performance.md says of it.

One repetition: a bare Hummingbird server at 1, 16 and 64 connections; the gateway with its durable SQLite store, sends at 1, 16 and
64 connections and verifies at 64; a second gateway with 100,000 live challenges. After every step of sends it waits until all
messages are delivered and counts them in the store. Cold starts are measured once, at the end.

Exits 1 when a request failed or a message is missing, and never because of a missed target.
"""

import argparse
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import machine
import report
from server_process import ACCESS_KEY, APPLICATION, ORIGINATION, BenchmarkFailure, ServerProcess, countersign

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONNECTIONS = [1, 16, 64]
# Requests of one step, by mode and connections: some seconds each at the targets.
HELLO_REQUESTS = {1: 20_000, 16: 100_000, 64: 100_000}
SEND_REQUESTS = {1: 4_000, 16: 24_000, 64: 30_000}
VERIFY_REQUESTS = 30_000
LIVE_CHALLENGES = 100_000
WARM_UP_REQUESTS = 2_000
COLD_STARTS = 10


class Run:
    """One run of the whole benchmark."""

    def __init__(self, options):
        self.options = options
        self.deadline = time.monotonic() + options.time_limit
        self.share = 10 if options.quick else 1
        self.secret = secrets.token_hex(20)
        self.token = secrets.token_hex(20)
        self.flushes_per_sync = 0
        os.makedirs(options.directory, exist_ok=True)
        self.directory = tempfile.mkdtemp(prefix="run-", dir=options.directory)

    def measure(self):
        """All figures of the run."""
        result = {
            "date": time.strftime("%Y-%m-%d"),
            "version": self._version(),
            "quick": self.options.quick,
            "cores": os.cpu_count(),
            "facts": machine.facts(self.directory),
            "sync": self._sync_floors(),
            "flushesPerSync": self.flushes_per_sync,
            "repetitions": [],
        }
        for number in range(1, self.options.repetitions + 1):
            progress(f"repetition {number} of {self.options.repetitions}")
            result["repetitions"].append({"hello": self._hello(), **self._gateway(), "live": self._live_challenges()})
        result["coldStarts"] = self._cold_starts()
        return result

    def remove_directory(self):
        """Removes what the run wrote."""
        shutil.rmtree(self.directory, ignore_errors=True)

    def _sync_floors(self):
        before = machine.flushes()
        floors = {size: machine.sync_floor(self.directory, size) for size in (256, 4096)}
        self.flushes_per_sync = (machine.flushes() - before) / sum(len(times) for times in floors.values())
        return floors

    def _hello(self):
        with ServerProcess([self.options.hello_server], self._new_directory()) as server:
            self._load(server, "hello", 16, WARM_UP_REQUESTS)
            return [self._load(server, "hello", count, HELLO_REQUESTS[count] // self.share) for count in CONNECTIONS]

    def _gateway(self):
        with countersign(self.options.countersign, self._new_directory(), 200_000, self.secret, self.token) as server:
            time.sleep(2)
            idle = machine.resident_megabytes(server.process)
            self._send(server, 16, WARM_UP_REQUESTS)
            sends = [self._send(server, count, SEND_REQUESTS[count] // self.share) for count in CONNECTIONS]
            verify = self._load(server, "verify", 64, VERIFY_REQUESTS // self.share)
            return {"idleMegabytes": idle, "sends": sends, "verify": verify}

    def _live_challenges(self):
        directory = self._new_directory()
        count = LIVE_CHALLENGES // self.share
        with countersign(self.options.countersign, directory, None, self.secret, self.token) as server:
            step = self._send(server, 64, count)
            time.sleep(2)
            megabytes = machine.resident_megabytes(server.process)
        size = os.path.getsize(os.path.join(directory, "countersign.sqlite"))
        with countersign(self.options.countersign, directory, None, self.secret, self.token) as server:
            restart = server.start_seconds
        return {"count": count, "send": step, "megabytes": megabytes, "databaseBytes": size, "restartSeconds": restart}

    def _cold_starts(self):
        progress("cold starts")
        first, again = [], []
        for _ in range(COLD_STARTS):
            directory = self._new_directory()
            for times in (first, again):
                with countersign(self.options.countersign, directory, None, self.secret, self.token) as server:
                    times.append(server.start_seconds)
        return {"first": first, "again": again}

    def _send(self, server, connections, requests):
        """One step of sends; every one of them has to be found in the store as delivered, and to have been worth a sync.

        A send is answered when it is durable, so one connection, which sends one after the other, has to see a sync for each. The
        flushes of the disk are counted for the whole machine: those of others can hide a fault, not make one.
        """
        newest = server.newest_message()
        before = machine.flushes()
        step = self._load(server, "send", connections, requests)
        if self.flushes_per_sync > 0.5:
            step["syncsPerRequest"] = (machine.flushes() - before) / self.flushes_per_sync / requests
            if step["syncsPerRequest"] < 0.9 / connections:
                raise BenchmarkFailure(
                    f"{requests} sends over {connections} connections made {step['syncsPerRequest'] * requests:.0f} syncs of the disk: "
                    "they were answered before they were durable")
        states = server.states_since(newest)
        if states != {"delivered": requests}:
            raise BenchmarkFailure(f"{requests} sends were answered SUCCESSFUL, and the store holds {states}")
        return step

    def _load(self, server, mode, connections, requests):
        """One step of api-load; every answer has to be right."""
        remaining = self.deadline - time.monotonic()
        if remaining < 5:
            raise BenchmarkFailure(f"the time limit of {self.options.time_limit} s is over")
        result = os.path.join(self.directory, "step.json")
        command = [
            self.options.api_load, "--mode", mode, "--connections", str(connections), "--requests", str(requests),
            "--address", server.address, "--server-process", str(server.process), "--json", result]
        environment = dict(os.environ)
        if mode != "hello":
            command += ["--application", APPLICATION, "--origination", ORIGINATION]
            environment |= {
                "AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": self.secret, "COUNTERSIGN_OPERATOR_TOKEN": self.token}
        try:
            child = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=min(remaining, 600), check=False)
        except subprocess.TimeoutExpired as error:
            raise BenchmarkFailure(f"{mode} at {connections} connections took more than {error.timeout:.0f} s") from error
        if child.returncode != 0:
            raise BenchmarkFailure(f"{mode} at {connections} connections failed:\n{child.stdout}{child.stderr}")
        with open(result) as file:
            step = json.load(file)[0]
        if step["succeeded"] != requests:
            raise BenchmarkFailure(f"{mode} at {connections} connections: {step['succeeded']} of {requests} requests in the time of a step")
        settled = f", delivered after {step['settledAfter']:.3f} s" if mode == "send" else ""
        progress(f"  {mode:6} {connections:3} connections: {step['perSecond']:8.0f}/s, p99 {step['latency']['p99']:7.3f} ms{settled}")
        return step

    def _version(self):
        text = subprocess.run([self.options.countersign, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
        commit = subprocess.run(
            ["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True, timeout=30, check=False).stdout
        return f"{text.strip() or 'countersign'}, commit {commit.strip() or '?'}"

    def _new_directory(self):
        return tempfile.mkdtemp(prefix="server-", dir=self.directory)


def progress(line):
    """Tells how far the run is, on standard error."""
    print(line, file=sys.stderr, flush=True)


def parsed_options():
    """The command line."""
    release = os.path.join(ROOT, ".build", "release")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--countersign", default=os.path.join(release, "countersign"), help="the gateway (release build)")
    parser.add_argument("--api-load", default=os.path.join(release, "api-load"), help="the load client (release build)")
    parser.add_argument("--hello-server", default=os.path.join(release, "hello-server"), help="the bare server (release build)")
    parser.add_argument("--directory", default=os.path.join(ROOT, ".build", "bench-api"), help="where the stores are made: on a real disk")
    parser.add_argument("--repetitions", type=int, default=3, choices=range(1, 11), metavar="1-10")
    parser.add_argument("--quick", action="store_true", help="a tenth of the requests: tries the program, says little of the gateway")
    parser.add_argument("--time-limit", type=float, default=1800, help="seconds for the whole run")
    parser.add_argument("--json", help="writes all figures to this file")
    parser.add_argument("--output", help="writes the Markdown to this file too")
    options = parser.parse_args()
    for name in ("countersign", "api_load", "hello_server"):
        path = os.path.abspath(getattr(options, name))
        if not os.access(path, os.X_OK):
            parser.error(f"{path} is not there: build it with `swift build -c release`, or name it with --{name.replace('_', '-')}")
        setattr(options, name, path)
    options.directory = os.path.abspath(options.directory)
    return options


def main():
    """Runs the benchmark; the exit status."""
    options = parsed_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    run = Run(options)
    try:
        result = run.measure()
    except BenchmarkFailure as failure:
        print(f"bench_api: {failure}", file=sys.stderr)
        return 1
    finally:
        run.remove_directory()
    page = report.markdown(result)
    print(page)
    for path, text in ((options.output, page), (options.json, json.dumps(result, indent=2, sort_keys=True))):
        if path:
            with open(path, "w") as file:
                file.write(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
