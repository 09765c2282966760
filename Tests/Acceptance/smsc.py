# SPDX-License-Identifier: Apache-2.0
"""SMSCs that share no code with the gateway, as child processes: smpp34's server, Net::SMPP's example, and the C sink of the benchmark."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import gsmcodecs  # noqa: F401  registers the GSM alphabets

from gateway import REPOSITORY, until

PEERS = Path(__file__).resolve().parent / "peers"
NET_SMPP_EXAMPLE = Path("usr/share/doc/libnet-smpp-perl/examples/smsc.pl")
BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER, UNBIND, ENQUIRE_LINK = 0x01, 0x02, 0x09, 0x06, 0x15
SUBMIT_SM, DELIVER_SM_RESP = 0x04, 0x80000005
MESSAGE_PAYLOAD, SAR_REFERENCE, SAR_TOTAL, SAR_SEGMENT = 0x0424, 0x020C, 0x020E, 0x020F


class Peer:
    """A child process whose lines are kept; a context manager that ends it."""

    def __init__(self, command, port, ready=None):
        self.port = port
        self.lines = []
        self.process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors="replace", start_new_session=True)
        self._reader = threading.Thread(target=self._collect, daemon=True)
        self._reader.start()
        try:
            until(lambda: self._is_ready(ready), 20, lambda: f"the peer to listen: {self.lines[-20:]}")
        except BaseException:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends it."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)  # and what it has forked
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self._reader.join(10)
        self.process.stdout.close()

    def events(self, kind, **facts):
        """What a peer that speaks JSON has told of one kind of event."""
        found = [json.loads(line) for line in list(self.lines) if line.startswith("{")]
        return [event for event in found if event["event"] == kind and all(event.get(name) == fact for name, fact in facts.items())]

    def submits(self, destination):
        """The messages to a number, in the order of their arrival."""
        return [event for event in self.events("submit") if event["destination"][2] == destination.lstrip("+")]

    def submit(self, destination, seconds=15):
        """The first message to a number, once it is there."""
        return until(lambda: self.submits(destination), seconds, f"a message to {destination} at the SMSC")[0]

    def _collect(self):
        for line in self.process.stdout:
            self.lines.append(line)

    def _is_ready(self, ready):
        assert self.process.poll() is None, f"the peer ended with {self.process.returncode}: {self.lines[-20:]}"
        return any(re.search(ready, line) for line in list(self.lines)) if ready else is_listening(self.port)


def is_listening(port):
    """Whether somebody listens on a port; asks the kernel, and leaves the listener alone."""
    return f":{port:04X} 00000000:0000 0A" in Path("/proc/net/tcp").read_text()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def smpp34_smsc(*options, port=None):
    """smpp34's server."""
    port = port or free_port()
    return Peer([sys.executable, PEERS / "smpp34_smsc.py", port, *options], port, '"listening"')


def net_smpp_smsc(directory):
    """The SMSC among the examples of Net::SMPP, as Debian has it but for the port: any credentials, one message id, no receipts."""
    port = free_port()
    example = "/" / NET_SMPP_EXAMPLE
    if not example.exists():  # a machine that installs packages without their documents
        subprocess.run(["apt-get", "download", "libnet-smpp-perl"], cwd=directory, check=True, timeout=120, capture_output=True)
        subprocess.run(["dpkg-deb", "-x", next(directory.glob("libnet-smpp-perl*.deb")), directory], check=True, timeout=60)
        example = directory / NET_SMPP_EXAMPLE
    text = example.read_text(errors="replace")
    for line, replacement in (("$port = 9900;", f"$port = {port}; $| = 1;"), ("$host = 'localhost';", "$host = '127.0.0.1';")):
        assert line in text, f"{NET_SMPP_EXAMPLE} has changed"
        text = text.replace(line, replacement)
    script = directory / "smsc.pl"
    script.write_text(text)
    return Peer(["perl", script, "3"], port, "Entering accept loop")


def sink(directory, *options, port=None):
    """The C sink of the benchmark; its log is in the directory."""
    program = REPOSITORY / ".build" / "acceptance" / "smsc_sink"
    source = REPOSITORY / "Tests" / "Benchmarks" / "smsc_sink.c"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        program.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cc", "-O2", "-o", program, source], check=True, timeout=120)
    port = port or free_port()
    return Peer([program, "--port", port, "--quiet", *options], port)


# Texts


def octets_of(submit):
    """What a message carries, without a user data header."""
    octets = bytes.fromhex(submit["parameters"].get(str(MESSAGE_PAYLOAD)) or submit["shortMessage"])
    return octets[octets[0] + 1 :] if submit["esmClass"] & 0x40 else octets


def text_of(octets, data_coding):
    """The text of octets that came with a data_coding: the default alphabet is GSM with an octet for each septet."""
    if data_coding == 8:
        return octets.decode("utf-16-be")
    assert data_coding == 0, f"data_coding {data_coding}"
    return octets.decode("gsm23.038-0-0")


def place_of(submit):
    """Reference, number of parts and place among them, out of the user data header or the SAR parameters; None for a whole text."""
    parameters = submit["parameters"]
    if str(SAR_TOTAL) in parameters:
        return tuple(int(parameters[str(tag)], 16) for tag in (SAR_REFERENCE, SAR_TOTAL, SAR_SEGMENT))
    if not submit["esmClass"] & 0x40:
        return None
    octets = bytes.fromhex(submit["shortMessage"])
    header, place = octets[1 : octets[0] + 1], 0
    while place < len(header):
        element, length = header[place], header[place + 1]
        value = header[place + 2 : place + 2 + length]
        if element == 0:
            return value[0], value[1], value[2]
        if element == 8:
            return value[0] << 8 | value[1], value[2], value[3]
        place += 2 + length
    return None


def reassembled(submits):
    """The text of a message of one or many parts, in whatever order they came; None while parts are missing."""
    if len(submits) == 1 and place_of(submits[0]) is None:
        return text_of(octets_of(submits[0]), submits[0]["dataCoding"])
    parts = {}
    for submit in submits:
        reference, total, place = place_of(submit)
        parts[place] = submit
        assert reference == place_of(submits[0])[0] and total == place_of(submits[0])[1], "parts of two messages"
    if len(parts) < total:
        return None
    assert sorted(parts) == list(range(1, total + 1))
    return text_of(b"".join(octets_of(parts[place]) for place in sorted(parts)), submits[0]["dataCoding"])
