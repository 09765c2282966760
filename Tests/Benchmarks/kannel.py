# SPDX-License-Identifier: Apache-2.0
"""Kannel of Debian as its users run it when they want it fast: bearerbox and smsbox on loopback, in a directory of their own."""

import os
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import machine
from server_process import ORIGINATION, BenchmarkFailure, free_port

# Where `make test-tools` has unpacked it, or where Debian's package installs it.
UNPACKED = os.path.join(os.path.dirname(__file__), "..", "..", ".build", "kannel", "usr", "sbin")
PROGRAMS = os.path.abspath(UNPACKED) if os.path.isdir(UNPACKED) else "/usr/sbin"
BEARERBOX, SMSBOX = os.path.join(PROGRAMS, "bearerbox"), os.path.join(PROGRAMS, "smsbox")

# Errors alone are logged and the store is a file: the fastest setting with which accepted messages outlive the process.
CONFIGURATION = """\
group = core
admin-port = {admin_port}
admin-password = bench
smsbox-port = {box_port}
box-allow-ip = "127.0.0.1"
log-file = "{directory}/bearerbox.log"
log-level = 4
store-type = file
store-location = "{directory}/store"
dlr-storage = internal

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {http_port}
log-file = "{directory}/smsbox.log"
log-level = 4

group = smsc
smsc = smpp
smsc-id = sink
host = 127.0.0.1
port = {smsc_port}
smsc-username = kannel
smsc-password = secret
system-type = ""
transceiver-mode = true
interface-version = 34
max-pending-submits = {window}
source-addr-ton = 1
source-addr-npi = 1
dest-addr-ton = 1
dest-addr-npi = 1

group = sendsms-user
username = bench
password = bench
max-messages = 1
"""


def is_installed():
    """Whether this machine has Kannel."""
    return os.access(BEARERBOX, os.X_OK) and os.access(SMSBOX, os.X_OK)


class Kannel:
    """Both processes; a context manager that starts and stops them."""

    def __init__(self, directory, smsc_port, window):
        self.directory = directory
        self.http_port, self.admin_port, box_port = free_port(), free_port(), free_port()
        self._configuration = os.path.join(directory, "kannel.conf")
        with open(self._configuration, "w") as file:
            file.write(CONFIGURATION.format(
                directory=directory, http_port=self.http_port, admin_port=self.admin_port, box_port=box_port, smsc_port=smsc_port,
                window=window))
        self.bearerbox = self.smsbox = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        _end(self.smsbox)
        _end(self.bearerbox)

    def start(self):
        """Starts both, and waits until bearerbox is bound to the SMSC and smsbox listens."""
        self.bearerbox = self._start(BEARERBOX)
        self._wait(lambda: "(online" in self.status(), "bearerbox to bind")
        self.smsbox = self._start(SMSBOX)
        self._wait(lambda: self._answers(self.http_port), "smsbox to listen")

    def kill(self):
        """What a power cut does to bearerbox, which holds the queue; smsbox, which stops listening then, is ended."""
        for child in (self.bearerbox, self.smsbox):
            child.kill()
            child.wait()
        self.bearerbox = self.smsbox = None

    def restart(self):
        """Starts both again after `kill`."""
        self.start()

    @property
    def processes(self):
        """The ids of both processes."""
        return [self.bearerbox.pid, self.smsbox.pid]

    def requests(self, destinations, text, callback_port=None):
        """A GET of sendsms for each destination, by name; with a callback port a receipt is asked for, and told there."""
        for index, destination in enumerate(destinations):
            query = {
                "username": "bench", "password": "bench", "from": ORIGINATION, "to": destination,
                "text": text.format(index),
            }
            if callback_port:
                query |= {"dlr-mask": 3, "dlr-url": f"http://127.0.0.1:{callback_port}/receipt?state=%d&id={index}"}
            path = "/cgi-bin/sendsms?" + urllib.parse.urlencode(query)
            yield destination, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.http_port}\r\nUser-Agent: bench\r\n\r\n".encode()

    def status(self):
        """The status page, empty when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}/status.txt?password=bench", timeout=5) as answer:
                return answer.read().decode(errors="replace")
        except (OSError, urllib.error.URLError):
            return ""

    def processor_seconds(self):
        """Processor time that both have taken."""
        return sum(machine.processor_seconds(process) for process in self.processes)

    def peak_megabytes(self):
        """The most memory that each has had, added."""
        return sum(machine.peak_megabytes(process) for process in self.processes)

    def _start(self, program):
        with open(os.path.join(self.directory, "kannel.err"), "ab") as log:
            return subprocess.Popen(
                [program, "-v", "4", self._configuration], cwd=self.directory, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _answers(self, port):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
        except urllib.error.HTTPError:
            return True
        except (OSError, urllib.error.URLError):
            return False
        return True

    def _wait(self, condition, what, seconds=30):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline or any(child and child.poll() is not None for child in (self.bearerbox, self.smsbox)):
                with open(os.path.join(self.directory, "kannel.err"), errors="replace") as log:
                    raise BenchmarkFailure(f"waited in vain for {what}\n{''.join(log.readlines()[-20:])}")
            time.sleep(0.05)


def _end(child):
    if child and child.poll() is None:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
