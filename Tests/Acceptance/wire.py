# SPDX-License-Identifier: Apache-2.0
"""Requests below the SDK: a SigV4 signer whose every step a test can bend, and connections that show raw answers."""

import datetime
import hashlib
import hmac
import http.client
import json
import socket
import urllib.parse
import uuid
from dataclasses import dataclass, field

SERVICE = "mobiletargeting"

# Octets of a request body; one more is 413.
BODY_LIMIT = 16 * 1024


@dataclass(frozen=True)
class Credentials:
    access_key_id: str
    secret_access_key: str
    session_token: str | None = None


@dataclass
class Request:
    method: str
    target: str
    headers: dict
    body: bytes

    def octets(self, headers=None):
        """The request as it goes over the wire."""
        lines = [f"{self.method} {self.target} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in (headers or self.headers).items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


@dataclass
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: bytes = field(repr=False)

    def json(self):
        return json.loads(self.body)


def target(application, operation):
    return f"/v1/apps/{urllib.parse.quote(application, safe='')}/{operation}"


def sign(
    request,
    credentials,
    *,
    at=None,
    region="eu-central-1",
    service=SERVICE,
    names=("content-type", "host", "x-amz-date"),
    scope_date=None,
    payload_hash=None,
):
    """Adds `X-Amz-Date` and `Authorization` after the published SigV4 steps (the path is encoded once more: not S3)."""
    at = at or datetime.datetime.now(datetime.UTC)
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    date = scope_date or stamp[:8]
    request.headers["X-Amz-Date"] = stamp
    names = set(names)
    if credentials.session_token:
        request.headers["X-Amz-Security-Token"] = credentials.session_token
        names.add("x-amz-security-token")
    present = {name.lower(): value for name, value in request.headers.items()}
    ordered = sorted(name for name in names if name in present)
    path, _, query = request.target.partition("?")
    canonical = "\n".join(
        [
            request.method,
            urllib.parse.quote(path, safe="/-_.~"),
            "&".join(sorted(query.split("&"))) if query else "",
            *(f"{name}:{' '.join(str(present[name]).split())}" for name in ordered),
            "",
            ";".join(ordered),
            payload_hash or hashlib.sha256(request.body).hexdigest(),
        ]
    )
    scope = f"{date}/{region}/{service}/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + credentials.secret_access_key).encode()
    for part in (date, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    request.headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credentials.access_key_id}/{scope}, "
        f"SignedHeaders={';'.join(ordered)}, Signature={signature}"
    )
    return request


def unsigned(address, operation, document, *, application, method="POST", headers=None, path=None):
    """A request without credentials; `document` is JSON, or bytes that go out as they are."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Request(
        method,
        path or target(application, operation),
        {
            "Host": f"{address[0]}:{address[1]}",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "amz-sdk-invocation-id": str(uuid.uuid4()),
            **(headers or {}),
        },
        body,
    )


def signed(address, operation, document, *, credentials, application, method="POST", headers=None, path=None, **how):
    """A request as an SDK would send it; `how` bends the signature."""
    request = unsigned(address, operation, document, application=application, method=method, headers=headers, path=path)
    return sign(request, credentials, **how)


class Connection:
    """One TCP connection, kept alive between requests."""

    def __init__(self, address, seconds=40):
        self.socket = socket.create_connection(address, timeout=seconds)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def write(self, octets):
        self.socket.sendall(octets)

    def read(self, method="POST"):
        """The next response; ConnectionError if the peer closed without one."""
        response = http.client.HTTPResponse(self.socket, method=method)
        try:
            response.begin()
            return Response(response.status, response.headers, response.read())
        finally:
            response.close()

    def perform(self, request, headers=None):
        self.write(request.octets(headers))
        return self.read(request.method)

    def request(self, method, path, headers=None, body=b""):
        host = "{}:{}".format(*self.socket.getpeername()[:2])
        fields = {"Host": host, "Content-Length": str(len(body)), **(headers or {})}
        return self.perform(Request(method, path, fields, body))


def assert_error(response, status, shape):
    """A raw error answer with all that an SDK needs to catch it by type."""
    assert response.status == status, f"{response.status} {response.body[:300]!r}"
    assert response.headers["x-amzn-ErrorType"].split(":")[0] == shape
    assert response.headers["Content-Type"].startswith("application/json")
    document = response.json()
    assert set(document) == {"Message", "RequestID"}
    assert document["Message"]
    assert document["RequestID"] == response.headers["x-amzn-RequestId"]
    for inside in ("Swift", "HTTPAPI", "OTPCore", "GRDB", "DecodingError", "Optional(", "CodingKey"):
        assert inside not in document["Message"], "a type of the implementation in a message for users"
    return document["Message"]
