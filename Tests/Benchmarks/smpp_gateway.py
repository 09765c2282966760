# SPDX-License-Identifier: Apache-2.0
"""Countersign with one SMPP transport, as a benchmark sees it: signed requests in, operator pages and memory out."""

import datetime
import hashlib
import hmac
import itertools
import json
import random
import time
import uuid

import machine
from server_process import ACCESS_KEY, APPLICATION, ORIGINATION, BenchmarkFailure, gateway

# Area codes in use for decades with every number in them geographic, and office codes without special ones.
AREAS = (206, 312, 503)
OFFICES = [code for code in range(200, 1000) if code % 100 != 11 and code not in (555, 950, 958, 959, 976)]


class SMPPGateway:
    """The gateway bound to an SMSC; a context manager."""

    def __init__(self, binary, directory, secret, token, smsc_port, window, receipts=True):
        self._secret = secret
        settings = {
            "host": "127.0.0.1", "port": smsc_port, "systemID": "countersign", "password": "secret", "window": window, "queue": 100_000,
            "receipts": "{ request: %s }" % str(receipts).lower(),
        }
        self._server = gateway(binary, directory, "smpp", settings, secret, token)

    def __enter__(self):
        self._server.__enter__()
        self.wait_until(lambda: self.transport()["state"] == "up", 30, "the transport to be up")
        return self

    def __exit__(self, *arguments):
        self._server.__exit__(*arguments)

    @property
    def http_port(self):
        """Where the HTTP API listens."""
        return int(self._server.address.rpartition(":")[2])

    def kill(self):
        """What a power cut does to the process."""
        self._server.kill()

    def restart(self):
        """Starts it again after `kill`."""
        self._server.restart()

    def transport(self):
        """The page of its transport."""
        return self._server.get("/operator/transports")["transports"][0]

    def states(self):
        """How many messages of the store are in each state."""
        return self._server.states_since(None)

    def messages(self, **query):
        """All messages that the operator's page lists for a query."""
        found, after = [], None
        while True:
            parts = [f"{name}={value}" for name, value in {**query, "limit": 1000, **({"after": after} if after else {})}.items()]
            page = self._server.get("/operator/messages?" + "&".join(parts))
            found += page["messages"]
            after = page["next"]
            if not after:
                return found

    def wait_until(self, condition, seconds, what):
        """Polls until a condition holds."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise BenchmarkFailure(f"waited {seconds} s in vain for {what}: {self.transport()}")
            time.sleep(0.1)

    def processor_seconds(self):
        """Processor time of this life of the process."""
        return machine.processor_seconds(self._server.process)

    def peak_megabytes(self):
        """The most memory of this life of the process."""
        return machine.peak_megabytes(self._server.process)

    def requests(self, destinations):
        """A signed SendOTPMessage for each destination, by name."""
        host = f"127.0.0.1:{self.http_port}"
        signer = Signer(self._secret, host, f"/v1/apps/{APPLICATION}/otp")
        for index, destination in enumerate(destinations):
            body = json.dumps({
                "AllowedAttempts": 3, "BrandName": "ExampleCo", "Channel": "SMS", "CodeLength": 6, "DestinationIdentity": destination,
                "Language": "en-US", "OriginationIdentity": ORIGINATION, "ReferenceId": f"bench-{index}", "ValidityPeriod": 60,
            }).encode()
            yield destination, signer.request(body)


class Signer:
    """AWS Signature Version 4 for many POSTs to one path, all of one second."""

    def __init__(self, secret, host, path):
        now = datetime.datetime.now(datetime.UTC)
        self._host, self._path = host, path
        self._stamp = now.strftime("%Y%m%dT%H%M%SZ")
        self._scope = f"{self._stamp[:8]}/us-east-1/mobiletargeting/aws4_request"
        key = ("AWS4" + secret).encode()
        for part in self._scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        self._key = key

    def request(self, body):
        """The octets of a request."""
        canonical = (
            f"POST\n{self._path}\n\ncontent-type:application/json\nhost:{self._host}\nx-amz-date:{self._stamp}\n\n"
            f"content-type;host;x-amz-date\n{hashlib.sha256(body).hexdigest()}")
        text = f"AWS4-HMAC-SHA256\n{self._stamp}\n{self._scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        signature = hmac.digest(self._key, text.encode(), "sha256").hex()
        head = (
            f"POST {self._path} HTTP/1.1\r\nHost: {self._host}\r\nContent-Type: application/json\r\nX-Amz-Date: {self._stamp}\r\n"
            f"Authorization: AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/{self._scope}, SignedHeaders=content-type;host;x-amz-date, "
            f"Signature={signature}\r\namz-sdk-invocation-id: {uuid.uuid4()}\r\nContent-Length: {len(body)}\r\n\r\n")
        return head.encode() + body


def destinations(count):
    """So many different numbers of the United States in E.164, from a random place of the plan on."""
    places = itertools.cycle((area, office) for area in AREAS for office in OFFICES)
    blocks = itertools.islice(places, random.randrange(len(AREAS) * len(OFFICES)), None)
    numbers = (f"+1{area}{office}{line:04d}" for area, office in blocks for line in range(10_000))
    return list(itertools.islice(numbers, count))
