#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes botocore.json: requests signed by the real botocore 1.43.11, recorded as they leave its HTTP client.

Run it with a Python that holds boto3/botocore 1.43.11:  python3 generate.py
The clock and the UUIDs are pinned, so that the same botocore writes the same bytes. Every host name is led to a
recorder on loopback: nothing leaves the machine.

Two kinds of request: those of the `pinpoint` client (its own serializer, signer and HTTP client), and those of shapes
that client never makes, signed by botocore.auth.SigV4Auth and sent by botocore's HTTP session.
"""
import base64
import datetime
import hashlib
import json
import logging
import pathlib
import socket
import threading
import uuid
from unittest import mock

import boto3
import botocore
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.credentials
import botocore.httpsession
import urllib3.util.connection

EXPECTED = "1.43.11"
NOW = datetime.datetime(2026, 7, 1, 12, 0, 0, tzinfo=datetime.timezone.utc)
KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
HOST = "otp.example.net:8700"
APPLICATION = "7353f53e6885409fa32d07cedexample"


class Recorder:
    """A loopback server that keeps the bytes of each request and answers 200 {}."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = self.listener.getsockname()
        self.requests = []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            connection, _ = self.listener.accept()
            with connection:
                data = b""
                while b"\r\n\r\n" not in data:
                    data += connection.recv(65536)
                head, _, body = data.partition(b"\r\n\r\n")
                lines = head.split(b"\r\n")
                length = 0
                for line in lines[1:]:
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                while len(body) < length:
                    body += connection.recv(65536)
                self.requests.append((lines, body))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")


RECORDER = Recorder()
VECTORS = []
LAST = {"now": NOW}


def connect_to_recorder(address, *arguments, **keywords):
    return socket.create_connection(RECORDER.address)


class RecordingAuth(botocore.auth.SigV4Auth):
    """The real signer; it only leaves a note of the two intermediate texts that the verifier has to reach as well."""

    def string_to_sign(self, request, canonical_request):
        LAST["canonicalRequest"] = canonical_request
        return super().string_to_sign(request, canonical_request)


def keep(name, note="", secret=SECRET, service="mobiletargeting"):
    lines, body = RECORDER.requests[-1]
    method, target, _ = lines[0].decode("utf-8").split(" ")
    headers = []
    for line in lines[1:]:
        field, _, value = line.decode("utf-8").partition(":")
        headers.append([field, value])
    VECTORS.append({
        "name": name, "note": note, "accessKeyID": KEY, "secret": secret, "service": service, "now": LAST["now"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        "method": method, "target": target, "headers": headers, "body": base64.b64encode(body).decode(),
        "canonicalRequest": LAST.pop("canonicalRequest"),
    })


def pinpoint(name, identifier=APPLICATION, region="us-east-1", token=None, verify=False, note="", reference="auth-42", brand="ExampleCo"):
    client = boto3.session.Session().client(
        "pinpoint", endpoint_url=f"http://{HOST}", region_name=region, aws_access_key_id=KEY, aws_secret_access_key=SECRET,
        aws_session_token=token, config=botocore.config.Config(
            user_agent="Boto3/1.43.11", retries={"total_max_attempts": 1}))
    if verify:
        client.verify_otp_message(ApplicationId=identifier, VerifyOTPMessageRequestParameters={
            "DestinationIdentity": "+14255550142", "Otp": "012345", "ReferenceId": reference})
    else:
        client.send_otp_message(ApplicationId=identifier, SendOTPMessageRequestParameters={
            "BrandName": brand, "Channel": "SMS", "DestinationIdentity": "+14255550142",
            "OriginationIdentity": "+18555550142", "ReferenceId": reference, "CodeLength": 6})
    keep(name, note)


def direct(name, target, method="POST", headers=(), body=b'{"Otp":"012345"}', region="us-east-1", token=None, params=None,
           service="mobiletargeting", note="", secret=SECRET):
    request = botocore.awsrequest.AWSRequest(method=method, url=f"http://{HOST}{target}", data=body, params=params or {})
    for field, value in headers:
        request.headers.add_header(field, value)
    credentials = botocore.credentials.Credentials(KEY, secret, token)
    RecordingAuth(credentials, service, region).add_auth(request)
    botocore.httpsession.URLLib3Session().send(request.prepare())
    keep(name, note, secret, service)


def pinpoint_vectors():
    pinpoint("SendOTPMessage")
    pinpoint("VerifyOTPMessage", verify=True)
    pinpoint("another region", region="eu-central-1")
    pinpoint("a region of one's own", region="lab-1")
    pinpoint("session token", token="IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ==")
    pinpoint("application id with a slash and a space", identifier="a/b c")
    pinpoint("application id with every reserved character", identifier="!*'();:@&=+$,/?#[]%\"<>\\^`{|}")
    pinpoint("application id with unreserved characters", identifier="a-b_c.d~e")
    pinpoint("application id in other scripts", identifier="übung-日本-🙂")
    pinpoint("application id that looks percent-encoded", identifier="a%2Fb%20c")
    pinpoint("application id of one dot", identifier=".", note="the signer removes dot segments, the HTTP client sends them")
    pinpoint("application id of two dots", identifier="..", note="the signer removes dot segments, the HTTP client sends them")
    pinpoint("application id that ends in a plus", identifier="a+b+")
    pinpoint("a body beyond ASCII", brand="Bäckerei 日本", reference="réf-🙂", verify=False)


def direct_vectors():
    path = f"/v1/apps/{APPLICATION}/otp"
    for name, target in [
        ("empty segments", f"/v1//apps///{APPLICATION}/otp"), ("root", "/"), ("no path", ""), ("two slashes", "//"),
        ("trailing slash", path + "/"), ("trailing slashes", path + "//"), ("dot segments", "/v1/./apps/x/../otp"),
        ("dots that lead above the root", "/../../v1/apps"), ("dots that leave nothing", "/v1/.."), ("trailing dot", "/v1/apps/."),
        ("trailing two dots", "/v1/apps/.."), ("trailing two dots and a slash", "/v1/apps/../"), ("three dots are a name", "/v1/.../otp"),
        ("encoded dots are a name", "/v1/%2E%2E/otp"), ("escapes", "/v1/apps/a%2Fb%C3%A9/otp"),
        ("reserved characters as they are", "/v1/apps/a:b@c!d$e&f'g(h)i*j+k,l;m=n/otp"),
    ]:
        direct(name, target, note="path")
    for name, query in [
        ("query", "a=1"), ("query unsorted", "b=2&a=1&c=3"), ("query with repeated keys", "a=2&a=1&a=3&a=10"), ("query with empty values", "a=&b=&c="),
        ("query with a key only", "a&c&b=1"), ("query with upper and lower case", "b=1&B=2&a=3&A=4"), ("query with escapes", "k=a%20b%2Fc&%C3%A9=%C3%A9"),
        ("query with keys that are prefixes", "ab=1&a=2&a-b=3&a%20=4&a0=5"), ("query with equals signs in a value", "a=b=c&a=b"),
        ("query with empty pairs", "&a=1&&b=2&"), ("query with a plus", "a=b+c"), ("empty query", ""), ("query with a question mark", "a=?&b=1?2"),
        ("query with reserved characters", "a=/:@!$'()*,;"),
    ]:
        direct(name, f"{path}?{query}", note="query")
    direct("parameters encoded by botocore", path, params={"zeta": "ü+/&=?", "alpha": "~._-", "empty": "", "a&b": "c=d"}, note="query")
    for name, headers in [
        ("header with outer spaces", [("X-Note", "   a b   ")]), ("header with inner spaces", [("X-Note", "a  b    c     \"d   e\"")]),
        ("header with tabs", [("X-Note", "\ta\t\tb \t c")]), ("empty header", [("X-Note", "")]), ("blank header", [("X-Note", "    ")]),
        ("header in capitals", [("X-NOTE", "A"), ("x-Other", "B")]),
        ("unsigned headers", [("User-Agent", "curl/8"), ("X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678")]),
        ("many headers", [(f"X-Note-{n % 7}{n}", f"{n}") for n in range(20)]),
        ("content type and body hash", [("Content-Type", "application/json"),
            ("X-Amz-Content-SHA256", hashlib.sha256(b'{"Otp":"012345"}').hexdigest())]),
        ("date header alone", [("Date", "Thu, 01 Jan 1970 00:00:00 GMT")]),
    ]:
        direct(name, path, headers=headers, note="headers")
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "PATCH"]:
        direct(f"method {method}", path, method=method, body=b"" if method in ("GET", "DELETE", "OPTIONS") else b"{}", note="method")
    direct("no body", path, body=b"", note="body")
    direct("a body of every byte", path, body=bytes(range(256)), note="body")
    direct("a body of 16 KiB", path, body=b"x" * 16384, note="body")
    direct("a secret beyond ASCII", path, secret="geheim-schlüssel-日本", note="secret")
    direct("a long secret", path, secret="0123456789abcdef" * 8, note="secret")
    LAST["now"] = datetime.datetime(2026, 6, 30, 23, 58, 30, tzinfo=datetime.timezone.utc)
    direct("just before midnight", path, note="time")
    LAST["now"] = datetime.datetime(2028, 2, 29, 0, 0, 0, tzinfo=datetime.timezone.utc)
    direct("leap day", path, note="time")
    direct("leap day in a date header", path, headers=[("Date", "")], note="time")
    LAST["now"] = NOW
    direct("another service", path, service="sns", note="fault: scope")
    direct("unsigned payload", path, headers=[("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD")], note="fault: unsigned payload")
    direct("streaming payload", path, headers=[("X-Amz-Content-SHA256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")], note="fault: unsigned payload")
    direct("a body hash of another body", path, headers=[("X-Amz-Content-SHA256", "0" * 64)], note="fault: body hash")


def main():
    assert botocore.__version__ == EXPECTED, botocore.__version__
    logging.getLogger("botocore").setLevel(logging.CRITICAL)
    with (
        mock.patch.object(urllib3.util.connection, "create_connection", connect_to_recorder),
        mock.patch.object(botocore.auth, "get_current_datetime", lambda: LAST["now"].replace(tzinfo=None)),
        mock.patch.object(uuid, "uuid4", lambda: uuid.UUID("11111111-2222-4333-8444-555555555555")),
        mock.patch.dict(botocore.auth.AUTH_TYPE_MAPS, {"v4": RecordingAuth}),
        mock.patch.dict("os.environ", {"AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/nonexistent",
                                       "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent"}),
    ):
        pinpoint_vectors()
        direct_vectors()
    output = pathlib.Path(__file__).with_name("botocore.json")
    document = {"source": f"botocore {EXPECTED}, recorded by generate.py from the bytes on the wire", "vectors": VECTORS}
    output.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(VECTORS)} vectors")


if __name__ == "__main__":
    main()
