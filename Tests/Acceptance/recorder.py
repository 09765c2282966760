# SPDX-License-Identifier: Apache-2.0
"""A relay between a gateway and an SMSC that keeps every octet, and can be the TLS end that an SMSC lacks.

What it kept is written as a capture file by itself, so that neither a privilege nor a network device is needed, and TLS does
not hide anything. Wireshark's own dissector is the judge of what the gateway sends.
"""

import select
import socket
import ssl
import struct
import subprocess
import threading
import time
from dataclasses import dataclass, field

SMPP_PORT = 2775
GATEWAY, SMSC = bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])


@dataclass
class Link:
    """One connection: what went either way, in order, with its time."""

    number: int
    chunks: list = field(default_factory=list)
    is_over: bool = False

    def sent(self, by_gateway=True):
        """The octets that the gateway, or the SMSC, has sent."""
        return b"".join(octets for _, from_gateway, octets in list(self.chunks) if from_gateway == by_gateway)


class Recorder:
    """Listens on a port of its own and hands everything on to an SMSC; a context manager."""

    def __init__(self, smsc_port, tls=None):
        self.smsc_port = smsc_port
        self.tls = tls
        self.links = []
        self.refused = []
        self._sockets = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._is_open = True

    def __enter__(self):
        self._threads[0].start()
        return self

    def __exit__(self, *_):
        self._is_open = False
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(10)

    def cut(self):
        """Ends every connection, as a network does."""
        for one in list(self._sockets):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def pdus(self, by_gateway=True, command=None):
        """The PDUs that the gateway, or the SMSC, has sent in whole, over all connections."""
        found = [pdu for link in self.links for pdu in split(link.sent(by_gateway))]
        return [pdu for pdu in found if command is None or command_of(pdu) == command]

    # The relay

    def _accept(self):
        while self._is_open:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client):
        self._sockets.append(client)
        try:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                client = self.tls.wrap_socket(client, server_side=True)
                self._sockets.append(client)
        except OSError as error:  # of which a failed handshake is one
            self.refused.append(error)
            client.close()
            return
        try:
            smsc = socket.create_connection(("127.0.0.1", self.smsc_port), timeout=10)
        except OSError:
            client.close()
            return
        smsc.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sockets.append(smsc)
        link = Link(len(self.links) + 1)
        self.links.append(link)
        try:
            relay(client, smsc, link)
        except OSError:
            pass
        finally:
            link.is_over = True
            client.close()
            smsc.close()


def relay(client, smsc, link):
    """Hands octets on, both ways, until either end has closed."""
    while True:
        ready = [client] if isinstance(client, ssl.SSLSocket) and client.pending() else select.select([client, smsc], [], [])[0]
        for one in ready:
            octets = one.recv(65536)
            if not octets:
                return
            link.chunks.append((time.time(), one is client, octets))
            (smsc if one is client else client).sendall(octets)


# PDUs


def split(octets):
    """The whole PDUs at the start of a stream."""
    found, place = [], 0
    while len(octets) - place >= 16:
        length = struct.unpack_from(">I", octets, place)[0]
        assert 16 <= length <= 69632, f"a PDU of {length} octets"
        if len(octets) - place < length:
            break
        found.append(octets[place : place + length])
        place += length
    return found


def command_of(pdu):
    return struct.unpack_from(">I", pdu, 4)[0]


def status_of(pdu):
    return struct.unpack_from(">I", pdu, 8)[0]


# The capture


def write_capture(path, links):
    """Writes connections as a capture of TCP over IPv4, each with a client port of its own."""
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 0x40000, 228))
        for index, link in enumerate(links):
            for moment, packet in packets(list(link.chunks), 20_000 + index):
                file.write(struct.pack("<IIII", int(moment), int(moment % 1 * 1e6), len(packet), len(packet)) + packet)


def packets(chunks, port):
    """The packets of one connection: the handshake, then each chunk as it was read."""
    if not chunks:
        return
    start = chunks[0][0]
    sequence = {True: 1, False: 1}
    yield start, packet(True, port, 0, 0, 0x02, b"")
    yield start, packet(False, port, 0, 1, 0x12, b"")
    yield start, packet(True, port, 1, 1, 0x10, b"")
    for moment, from_gateway, octets in chunks:
        for place in range(0, len(octets), 32_768):
            piece = octets[place : place + 32_768]
            yield moment, packet(from_gateway, port, sequence[from_gateway], sequence[not from_gateway], 0x18, piece)
            sequence[from_gateway] += len(piece)


def packet(from_gateway, port, sequence, acknowledged, flags, payload):
    """An IPv4 packet. Its checksums are 0: nobody looks at them."""
    source, target = (port, SMPP_PORT) if from_gateway else (SMPP_PORT, port)
    segment = struct.pack(">HHIIBBHHH", source, target, sequence, acknowledged, 0x50, flags, 0xFFFF, 0, 0) + payload
    addresses = GATEWAY + SMSC if from_gateway else SMSC + GATEWAY
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(segment), 0, 0, 64, 6, 0) + addresses + segment


def faults(path):
    """What tshark finds wrong in a capture: one text for each packet with a malformed or erroneous layer."""
    lines = tshark(
        path, "-Y", "_ws.malformed or _ws.expert.severity == error", "-T", "fields", "-e", "frame.number", "-e", "ip.src",
        "-e", "smpp.command_id", "-e", "_ws.expert.message")
    return [line for line in lines if "\t10.0.0.1\t" in line]


def decoded(path):
    """The commands that tshark decoded of what the gateway sent, in the order of the capture."""
    lines = tshark(
        path, "-Y", "smpp && ip.src == 10.0.0.1", "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=,", "-e", "smpp.command_id")
    return [int(command, 16) for line in lines for command in line.split(",") if command]


def tshark(path, *arguments):
    """The lines that tshark prints for a capture."""
    result = subprocess.run(
        ["tshark", "-n", "-r", str(path), "-d", f"tcp.port=={SMPP_PORT},smpp", *arguments], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()
