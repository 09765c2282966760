# SPDX-License-Identifier: Apache-2.0
"""A thousand codes go through at the most talkative log level; then everything the gateway leaves behind is searched.

Codes have 8 digits so that a chance hit is rare. What is known to hold random digits without being a code (UUIDs and
the numbers of the test) is taken out first; text is searched with digit boundaries, so that fractions of a second do
not count, database files as plain octets, because SQLite puts its columns next to each other.
"""

import base64
import hashlib
import json
import re
import sqlite3

import pytest

from crowd import perform, prepared, validity
from gateway import (
    AREAS,
    FULL,
    OPERATOR_TOKEN,
    SENDER,
    VERIFY_ONLY,
    Gateway,
    another,
    code_in,
    fresh_number,
    fresh_reference,
    send_body,
    settings,
    until,
    verify_body,
)
from test_languages import LANGUAGES
from wire import Credentials

CODES = 1000
BRAND = "Brandname of secrets"
UUID = re.compile(rb"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
NUMBER = re.compile(rb"1?(?:%s)55501\d\d" % b"|".join(b"%d" % area for area in AREAS))


class Aftermath:
    """Everything that one busy life of a gateway left, and what must not be in it."""

    def __init__(self, gateway):
        self.gateway = gateway
        self.pairs = [(fresh_number(), fresh_reference()) for _ in range(CODES)]
        self.bodies = {}
        self.texts = {}
        self.files = {}
        self.live()
        self.provoke()
        self.gather()

    def live(self):
        """Sends in all languages, in slices that fit any inbox, and verifies half of the codes, a tenth of them badly."""
        gateway = self.gateway
        for begin in range(0, CODES, 200):
            pairs = self.pairs[begin : begin + 200]
            sends = [
                send_body(
                    number,
                    reference,
                    CodeLength=8,
                    BrandName=BRAND,
                    OriginationIdentity=SENDER,
                    Language=LANGUAGES[index % len(LANGUAGES)],
                )
                for index, (number, reference) in enumerate(pairs)
            ]
            responses = perform(gateway, prepared(gateway, "otp", sends), 20)
            wanted = {
                response.json()["Result"][number]["MessageId"]: number for response, (number, _) in zip(responses, pairs)
            }
            until(lambda: wanted.keys() <= {message["messageId"] for message in gateway.inbox()}, what="a slice delivered")
            self.bodies |= {wanted[m["messageId"]]: m["body"] for m in gateway.inbox() if m["messageId"] in wanted}
        self.codes = {number: code_in(body) for number, body in self.bodies.items()}
        checks = [
            verify_body(number, reference, another(self.codes[number]) if index % 10 == 0 else self.codes[number])
            for index, (number, reference) in enumerate(self.pairs[: CODES // 2])
        ]
        assert validity(perform(gateway, prepared(gateway, "verify-otp", checks), 20)).count(True) == CODES * 9 // 20

    def provoke(self):
        """Requests that fail in every way a log line could quote: the code is in each of them."""
        gateway, (number, reference) = self.gateway, self.pairs[-1]
        code = self.codes[number]
        wrong_types = {"DestinationIdentity": number, "ReferenceId": reference, "Otp": int(code)}
        for document in (
            wrong_types,
            {"Otp": [code], "ReferenceId": reference},
            {"VerifyOTPMessageRequestParameters": verify_body(number, reference, code)},
            json.dumps(verify_body(number, reference, code))[:-1].encode(),
            f"Otp={code}".encode(),
            json.dumps(verify_body(number, reference, code)).encode() + b" " * 20_000,
        ):
            assert gateway.post("verify-otp", document).status in (400, 413)
        body = verify_body(number, reference, code)
        for credentials in (Credentials(FULL.access_key_id, "wrong"), Credentials("AKIDNOBODY0000000000", "wrong")):
            assert gateway.post("verify-otp", body, credentials=credentials).status == 403
        assert gateway.post("otp", body, credentials=VERIFY_ONLY).status == 403
        assert gateway.post("verify-otp", body, method="GET").status == 405
        assert gateway.post("verify-otp", body, application="nobody").status == 404
        assert gateway.operator("/operator/blocks", token=OPERATOR_TOKEN + "x").status == 401
        assert gateway.send("+12001234567", reference)["DeliveryStatus"] == "PERMANENT_FAILURE"

    def gather(self):
        gateway = self.gateway
        self.inbox = json.dumps(gateway.inbox(), ensure_ascii=False).encode()
        self.texts["/metrics"] = gateway.operator("/metrics").body
        for path in ("/health", "/operator/transports", "/operator/blocks"):
            self.texts[path] = gateway.operator(path).body
        token, pages = None, 0
        while pages == 0 or token:
            path = "/operator/messages?limit=200" + (f"&after={token}" if token else "")
            response = gateway.operator(path)
            self.texts[path] = response.body
            token, pages = response.json()["next"], pages + 1
        for message in response.json()["messages"][:50]:
            path = f"/operator/messages/{message['messageId']}"
            self.texts[path] = gateway.operator(path).body
        for number, _ in self.pairs[:50]:
            path = f"/operator/messages?destination=%2B{number[1:]}"
            self.texts[path] = gateway.operator(path).body
        self.keep_files("while it ran")
        self.cells = self.read_cells()
        assert gateway.stop() == 0
        self.keep_files("after it stopped")
        self.log = gateway.log.encode()

    def keep_files(self, when):
        for path in sorted(self.gateway.directory.rglob("*")):
            if path.is_file() and path.name not in ("acceptance.yaml", "countersign.key"):
                self.files[f"{path.name} {when}"] = path.read_bytes()

    def read_cells(self):
        """Every value of every table, as SQLite itself sees it."""
        connection = sqlite3.connect(f"file:{self.gateway.database}?mode=ro", uri=True)
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        cells = {table: [v for row in connection.execute(f'SELECT * FROM "{table}"') for v in row] for table in tables}
        connection.close()
        return cells

    def bare(self, octets):
        """Without UUIDs and without the numbers of the test, whose digits look like codes."""
        return NUMBER.sub(b"#", UUID.sub(b"#", octets))

    def codes_in_text(self, octets):
        codes = {code.encode() for code in self.codes.values()}
        return codes & set(re.findall(rb"(?<!\d)\d{8}(?!\d)", self.bare(octets)))

    def codes_in_octets(self, octets):
        codes = {code.encode() for code in self.codes.values()}
        found = re.finditer(rb"(?=(\d{8}))", self.bare(octets))
        return codes & {match[1] for match in found}


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory):
    gateway = Gateway(tmp_path_factory.mktemp("secrets"), settings(), ("--log-level", "trace")).start()
    try:
        return Aftermath(gateway)
    finally:
        if gateway.running:
            gateway.kill()


def test_the_search_finds_codes_where_they_are(aftermath):
    """The control: in the loopback inbox, the one place that may show codes, the same search finds them."""
    assert len(aftermath.codes) == CODES
    assert len(aftermath.codes_in_text(aftermath.inbox)) >= 100
    assert len(aftermath.codes_in_octets(aftermath.inbox)) >= 100
    assert len(aftermath.log) > 1000, "a gateway at trace level that says nothing cannot be searched"
    assert any(name.startswith("countersign.sqlite ") for name in aftermath.files)


def test_no_code_is_in_the_logs(aftermath):
    assert aftermath.codes_in_text(aftermath.log) == set()


def test_no_code_is_in_a_file_of_the_data_directory(aftermath):
    hits = {name: found for name, octets in aftermath.files.items() if (found := aftermath.codes_in_octets(octets))}
    assert hits == {}


def test_no_code_is_a_value_of_the_database(aftermath):
    """Also not as a number, and not as a hash that a loop over all codes would undo."""
    forbidden = set()
    for code in aftermath.codes.values():
        forbidden |= {code, code.encode(), int(code)}
        for algorithm in (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512):
            digest = algorithm(code.encode())
            forbidden |= {digest.digest(), digest.hexdigest(), base64.b64encode(digest.digest()).decode()}
    hits = {table: found for table, cells in aftermath.cells.items() if (found := forbidden & set(cells))}
    assert hits == {}
    assert sum(map(len, aftermath.cells.values())) > CODES


def test_no_code_is_in_metrics_or_operator_answers(aftermath):
    hits = {path: found for path, octets in aftermath.texts.items() if (found := aftermath.codes_in_text(octets))}
    assert hits == {}


def test_no_body_is_anywhere(aftermath):
    """Neither whole nor its beginning nor the brand, which stands in bodies alone."""
    everything = {"the logs": aftermath.log, **aftermath.files, **aftermath.texts}
    assert BRAND.encode() in aftermath.inbox
    for name, octets in everything.items():
        assert BRAND.encode() not in octets, name
        assert b"One Time Password" not in octets, name
        assert not [body for body in aftermath.bodies.values() if body.encode() in octets], name


@pytest.mark.parametrize(
    "secret",
    [FULL.secret_access_key, VERIFY_ONLY.secret_access_key, OPERATOR_TOKEN],
    ids=["secret access key", "secret access key of the verifier", "operator token"],
)
def test_no_key_and_no_token_is_anywhere(aftermath, secret):
    everything = {"the logs": aftermath.log, **aftermath.files, **aftermath.texts}
    forms = [secret.encode(), base64.b64encode(secret.encode())]
    assert {name for name, octets in everything.items() for form in forms if form in octets} == set()


def test_the_key_of_the_store_is_outside_the_store(aftermath):
    key = (aftermath.gateway.directory / "countersign.key").read_bytes()
    text = key.strip()
    forms = [key, key.hex().encode(), base64.b64encode(key)]
    forms += [text] if len(text) > 16 else []
    everything = {"the logs": aftermath.log, **aftermath.files, **aftermath.texts}
    assert {name for name, octets in everything.items() for form in forms if form in octets} == set()


def test_numbers_are_masked_in_the_logs(aftermath):
    """Searched without the country code too, and as it stands in a query (%2B…)."""
    hits = {number for number, _ in aftermath.pairs if number[2:].encode() in aftermath.log}
    assert hits == set()


def test_numbers_are_no_labels_of_metrics(aftermath):
    assert [number for number, _ in aftermath.pairs if number[1:].encode() in aftermath.texts["/metrics"]] == []
