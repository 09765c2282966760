# SPDX-License-Identifier: Apache-2.0
"""Clients that are slow, stop in the middle, or speak something else: others are served and nothing is sent by halves."""

import contextlib
import json
import socket

import pytest

from gateway import APPLICATION, FULL, fresh_number, fresh_reference, send_body
from wire import signed

def test_a_slow_client_is_served(gateway, number, reference):
    """A request that arrives octet by octet is a request."""
    request = signed(gateway.address, "otp", send_body(number, reference), credentials=FULL, application=APPLICATION)
    with gateway.connect() as connection:
        for octet in request.octets():
            connection.write(bytes([octet]))
        assert connection.read().status == 200
    assert gateway.code(number)


def test_requests_that_never_end_hold_nobody_up(start):
    """Fifty clients stop in the middle, in the head or in the body: others are served, and the gateway still ends cleanly."""
    gateway = start()
    whole = signed(
        gateway.address, "otp", send_body(fresh_number(), fresh_reference()), credentials=FULL, application=APPLICATION
    ).octets()
    stuck = []
    try:
        for index in range(50):
            stuck.append(gateway.connect())
            stuck[-1].write(whole[:40] if index % 2 else whole[:-20])
        number, reference = fresh_number(), fresh_reference()
        code = gateway.send_and_read(number, reference)
        assert gateway.verify(number, reference, code)
        assert gateway.stop() == 0
    finally:
        for connection in stuck:
            connection.close()


@pytest.mark.parametrize("kept", [10, -1], ids=["cut in the head", "cut in the body"])
def test_a_half_open_request_sends_nothing(gateway, number, reference, kept):
    """The client shuts its side in the middle of a request: an error or a closed connection, no message."""
    request = signed(gateway.address, "otp", send_body(number, reference), credentials=FULL, application=APPLICATION)
    with gateway.connect() as connection:
        connection.write(request.octets()[:kept])
        connection.socket.shutdown(socket.SHUT_WR)
        connection.socket.settimeout(20)
        received = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.socket.recv(4096):
                received += part
    assert not received or received.startswith(b"HTTP/1.1 4")
    assert gateway.inbox(number) == []


@pytest.mark.parametrize(
    "octets",
    [b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/9.9\r\n\r\n", b"POST\r\n\r\n", b"\xff" * 2000,
     b"GET / HTTP/1.1\r\nA: " + b"a" * 200_000 + b"\r\n\r\n"],
    ids=["blank lines", "a TLS hello", "HTTP of the future", "no path", "noise", "an endless header"],
)
def test_octets_that_are_not_http_kill_nothing(gateway, octets):
    with gateway.connect() as connection:
        connection.socket.settimeout(20)
        with contextlib.suppress(ConnectionError):
            connection.write(octets)
            connection.socket.shutdown(socket.SHUT_WR)
            received = connection.socket.recv(4096)
            assert not received or received.startswith(b"HTTP/1.")
    assert gateway.operator("/health", token=None).status == 200


def test_pipelined_requests_are_answered_in_order(gateway):
    numbers = [fresh_number() for _ in range(5)]
    requests = [
        signed(gateway.address, "otp", send_body(number, "pipelined"), credentials=FULL, application=APPLICATION)
        for number in numbers
    ]
    with gateway.connect() as connection:
        stream = connection.socket.makefile("rb")
        connection.write(b"".join(request.octets() for request in requests))
        for number in numbers:
            assert stream.readline().startswith(b"HTTP/1.1 200")
            length = 0
            while (line := stream.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            assert number in json.loads(stream.read(length))["Result"]
        stream.close()
