# SPDX-License-Identifier: Apache-2.0
"""Keys and tokens: where they come from, how they are made, shown and kept, and the embedded default that needs no file."""

import re
import socket

import pytest
from botocore.exceptions import ClientError

from command import CONFIGURATION, UNAVAILABLE, mode, run, write
from gateway import APPLICATION, FULL, OPERATOR_TOKEN, TOLL_FREE, Gateway, fresh_number, settings, until
from wire import Credentials

EMBEDDED_PORT = 8700


@pytest.fixture
def embedded(tmp_path):
    """`serve` in an empty directory, without any file. Its port is fixed, so this waits until nobody else has it."""

    def free():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", EMBEDDED_PORT))
            except OSError:
                return False
            return True

    until(free, 30, f"port {EMBEDDED_PORT} free")
    environment = {"COUNTERSIGN_OPERATOR_TOKEN": OPERATOR_TOKEN}
    gateway = Gateway(tmp_path, None, environment=environment).start()
    yield gateway
    if gateway.running:
        assert gateway.stop() == 0


def key_pair(text):
    """The access key id and the secret, wherever a line shows them as its last word."""
    pair = dict(re.findall(r"(?i)(access ?_?key ?_?id|secret ?_?access ?_?key)\W+(\S+)", text))
    named = {re.sub(r"[\W_]", "", name).lower(): value.strip("\"',") for name, value in pair.items()}
    return Credentials(named["accesskeyid"], named["secretaccesskey"])


def test_without_any_file_serve_makes_all_it_needs(embedded, tmp_path):
    assert embedded.address == ("127.0.0.1", EMBEDDED_PORT)
    made = {path.name: path for path in tmp_path.iterdir()}
    assert "countersign.sqlite" in made
    assert mode(made["countersign.key"]) == 0o600
    assert made["countersign.key"].stat().st_size >= 32
    for name, path in made.items():
        assert mode(path) & 0o077 == 0, f"{name} can be read by others"

    shown = run("secret", "show", directory=tmp_path)
    assert shown.code == 0, shown.text
    credentials = key_pair(shown.out)
    others = [path for name, path in made.items() if name != "countersign.key" and "sqlite" not in name]
    (stored,) = [path for path in others if credentials.secret_access_key in path.read_text()]
    assert mode(stored) == 0o600

    client = embedded.client(credentials)
    number = fresh_number()
    for origination, destination in ((TOLL_FREE, number), ("Countersign", "+33612345678")):
        result = embedded.send(destination, "first", client=client, application="demo", OriginationIdentity=origination)
        assert result["DeliveryStatus"] == "SUCCESSFUL"
    with pytest.raises(ClientError):
        embedded.send(number, "first", client=embedded.client(FULL), application="demo")

    assert embedded.stop() == 0
    embedded.start()
    assert run("secret", "show", directory=tmp_path).out == shown.out, "the pair is made once"


def test_secret_new_prints_another_key_each_time_that_serves_as_the_key_file(start, tmp_path, number, reference):
    first, second = (run("secret", "new", directory=tmp_path) for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert first.out != second.out
    assert len(first.out.strip()) >= 43, "32 octets are at least 43 characters"
    assert list(tmp_path.iterdir()) == []
    key = tmp_path / "countersign.key"
    key.write_text(first.out)
    key.chmod(0o600)
    gateway = start()
    assert gateway.verify(number, reference, gateway.send_and_read(number, reference))
    assert key.read_text() == first.out


def test_secret_new_access_key_prints_a_pair_that_works(start, tmp_path, number, reference):
    result = run("secret", "new", "--access-key", directory=tmp_path)
    assert result.code == 0
    pair = key_pair(result.out)
    assert pair != key_pair(run("secret", "new", "--access-key", directory=tmp_path).out)
    assert len(pair.access_key_id) >= 16 and len(pair.secret_access_key) >= 40
    application = {
        "id": APPLICATION,
        "credentials": [{"accessKeyID": pair.access_key_id, "secretAccessKey": pair.secret_access_key}],
    }
    gateway = start(applications=[application])
    result = gateway.send(number, reference, client=gateway.client(pair))
    assert result["DeliveryStatus"] == "SUCCESSFUL"


def test_secrets_come_from_the_environment_and_from_files(start, tmp_path, number, reference):
    """Every secret can be a literal, { env: NAME } or { file: PATH }; the line end of a file is no part of it."""
    (tmp_path / "secret.txt").write_text(FULL.secret_access_key + "\n")
    application = {
        "id": APPLICATION,
        "credentials": [{"accessKeyID": FULL.access_key_id, "secretAccessKey": {"file": "secret.txt"}}],
    }
    gateway = start(
        applications=[application],
        operator={"token": {"env": "TOKEN_OF_THE_TEST"}},
        environment={"TOKEN_OF_THE_TEST": OPERATOR_TOKEN},
    )
    assert gateway.verify(number, reference, gateway.send_and_read(number, reference))


def test_the_key_file_is_made_once_and_kept(start, tmp_path, number, reference):
    gateway = start()
    key = tmp_path / "countersign.key"
    before = key.read_bytes()
    assert mode(key) == 0o600
    code = gateway.send_and_read(number, reference)
    assert gateway.stop() == 0
    gateway.start()
    assert key.read_bytes() == before
    assert gateway.verify(number, reference, code)


@pytest.mark.parametrize("octets", [0, 7], ids=["empty", "too short"])
def test_a_key_file_that_is_no_key_is_a_fault(tmp_path, octets):
    (tmp_path / "countersign.key").write_bytes(b"k" * octets)
    (tmp_path / "countersign.key").chmod(0o600)
    path = write(tmp_path, settings())
    result = run("serve", "--config", path, directory=tmp_path)
    assert result.code in (CONFIGURATION, UNAVAILABLE)
    assert "countersign.key" in result.text
