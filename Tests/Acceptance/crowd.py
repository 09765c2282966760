# SPDX-License-Identifier: Apache-2.0
"""Many clients at once: requests signed beforehand, spread over keep-alive connections that all start together."""

import contextlib
import threading

from gateway import APPLICATION, FULL
from wire import signed


def prepared(gateway, operation, documents):
    return [
        signed(gateway.address, operation, document, credentials=FULL, application=APPLICATION) for document in documents
    ]


def perform(gateway, requests, connections=40):
    """Performs all requests over `connections` connections at once; the responses in the order of the requests."""
    responses = [None] * len(requests)
    faults = []
    count = min(connections, len(requests))
    barrier = threading.Barrier(count)

    def client(first):
        try:
            with gateway.connect() as connection:
                barrier.wait(20)
                for index in range(first, len(requests), count):
                    responses[index] = connection.perform(requests[index])
        except Exception as fault:  # reported below, in the thread of the test
            faults.append(fault)

    threads = [threading.Thread(target=client, args=(first,)) for first in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not faults, faults[:3]
    assert all(response is not None for response in responses)
    return responses


def perform_at_once(gateway, requests):
    """Puts every request on a connection of its own before the first answer is read: as concurrent as it gets."""
    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(gateway.connect()) for _ in requests]
        for connection, request in zip(connections, requests):
            connection.write(request.octets())
        return [connection.read() for connection in connections]


def validity(responses):
    """The answers of verifications; every one must be a plain 200."""
    assert {response.status for response in responses} == {200}
    return [response.json()["Valid"] for response in responses]
