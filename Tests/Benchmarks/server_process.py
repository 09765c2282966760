# SPDX-License-Identifier: Apache-2.0
"""A server under test as a child process: started, waited for, asked, stopped."""

import json
import os
import re
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

APPLICATION = "bench"
ACCESS_KEY = "AKIDBENCH"
ORIGINATION = "+18555550142"

CONFIGURATION = """\
server:
  host: 127.0.0.1
  port: {port}
storage:
  url: sqlite:{directory}/countersign.sqlite
secrets:
  keyFile: {directory}/countersign.key
operator:
  token: {{ env: COUNTERSIGN_OPERATOR_TOKEN }}
applications:
  - id: {application}
    credentials:
      - accessKeyID: {access_key}
        secretAccessKey: {{ env: COUNTERSIGN_SECRET }}
transports:
  - id: {kind}
    kind: {kind}
{transport}originationIdentities:
  - identity: "{origination}"
    type: tollFree
    countries: [US]
    transports: [{kind}]
"""


class BenchmarkFailure(Exception):
    """The run cannot go on, or its figures could not be trusted."""


class ServerProcess:
    """A child that prints `listening on http://HOST:PORT` when it is ready; a context manager that stops it."""

    def __init__(self, command, directory, environment=None, token=None):
        self.command = command
        self.directory = directory
        self.token = token
        self.log_path = os.path.join(directory, "server.log")
        self._environment = {**os.environ, **(environment or {})}
        self._child = None
        self.address = None
        self.start_seconds = None

    def __enter__(self):
        with open(self.log_path, "ab") as log:
            start = time.monotonic()
            self._child = subprocess.Popen(
                self.command, cwd=self.directory, env=self._environment,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        try:
            self.address = self._wait_until_listening(30)
            self.start_seconds = time.monotonic() - start
        except BaseException:
            self._child.kill()
            self._child.wait()
            raise
        threading.Thread(target=self._child.stdout.read, daemon=True).start()
        return self

    def __exit__(self, kind, *_):
        self._child.terminate()
        try:
            code = self._child.wait(60)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
            code = "no end within 60 s"
        if kind is not None:
            print(f"last lines of the log of {self.command[0]}:\n{self._last_log_lines()}")
        elif code != 0:
            raise BenchmarkFailure(f"{self.command[0]} ended with {code} after SIGTERM\n{self._last_log_lines()}")

    @property
    def process(self):
        """Process id of the child."""
        return self._child.pid

    def get(self, path):
        """The decoded JSON answer of an operator endpoint."""
        request = urllib.request.Request(f"http://{self.address}{path}", headers={"Authorization": f"Bearer {self.token}"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except (urllib.error.URLError, ValueError) as error:
            raise BenchmarkFailure(f"GET {path}: {error}") from error

    def newest_message(self):
        """Id of the newest message in the store; None when it is empty."""
        messages = self.get("/operator/messages?limit=1")["messages"]
        return _identifier(messages[0]) if messages else None

    def states_since(self, newest):
        """How many messages are in each state, of those younger than the given one."""
        states, seen, after = {}, set(), ""
        for _ in range(20_000):
            page = self.get(f"/operator/messages?limit=1000{after}")
            for message in page["messages"]:
                identifier = _identifier(message)
                if identifier == newest:
                    return states
                if identifier not in seen:
                    seen.add(identifier)
                    states[message["state"]] = states.get(message["state"], 0) + 1
            if not page["next"]:
                return states
            after = f"&after={page['next']}"
        raise BenchmarkFailure("the list of messages has no end")

    def kill(self):
        """What a power cut does to the process; `restart` goes on in the same directory."""
        self._child.kill()
        self._child.wait()

    def restart(self):
        """Starts a server that was killed once more."""
        self.__enter__()

    def _wait_until_listening(self, seconds):
        watchdog = threading.Timer(seconds, self._child.kill)
        watchdog.start()
        try:
            for line in self._child.stdout:
                match = re.search(rb"listening on http://([0-9.]+:[0-9]+)", line)
                if match:
                    return match.group(1).decode()
        finally:
            watchdog.cancel()
        raise BenchmarkFailure(f"{self.command[0]} ended, or did not get ready within {seconds} s\n{self._last_log_lines()}")

    def _last_log_lines(self):
        with open(self.log_path, errors="replace") as log:
            return "".join(log.readlines()[-20:])


def countersign(binary, directory, keep, secret, token):
    """The gateway with a loopback transport; `keep` is how many messages its inbox holds (None: its default)."""
    return gateway(binary, directory, "loopback", {"keep": keep} if keep else {}, secret, token)


def gateway(binary, directory, kind, settings, secret, token):
    """The gateway on an SQLite store in a directory, with one transport of a kind and its settings."""
    path = os.path.join(directory, "countersign.yaml")
    with open(path, "w") as file:
        os.chmod(path, 0o600)
        file.write(CONFIGURATION.format(
            port=free_port(), directory=directory, application=APPLICATION, access_key=ACCESS_KEY, origination=ORIGINATION,
            kind=kind, transport="".join(f"    {key}: {value}\n" for key, value in settings.items())))
    return ServerProcess(
        [binary, "serve", "--config", path], directory,
        {"COUNTERSIGN_SECRET": secret, "COUNTERSIGN_OPERATOR_TOKEN": token}, token)


def free_port():
    """A TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _identifier(message):
    return message.get("messageId") or message["id"]
