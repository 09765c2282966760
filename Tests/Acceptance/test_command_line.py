# SPDX-License-Identifier: Apache-2.0
"""The program on the command line: contract §2 and §3."""

import datetime
import ipaddress
import re
import signal
import socket
import stat
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
import yaml
from botocore.config import Config
from botocore.exceptions import ClientError, SSLError
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway import (
    APPLICATION,
    FULL,
    OPERATOR_TOKEN,
    TOLL_FREE,
    Gateway,
    fresh_number,
    run,
    settings,
    until,
)
from wire import Credentials

USAGE, UNAVAILABLE, CONFIGURATION = 64, 69, 78
EMBEDDED_PORT = 8700


def write(directory, document, name="countersign.yaml"):
    path = directory / name
    path.touch(mode=0o600)
    path.write_text(document if isinstance(document, str) else yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
    return path


def verbs(tmp_path):
    """The verbs that the help itself names."""
    text = run("--help", directory=tmp_path).out
    section = re.search(r"SUBCOMMANDS:\n(.*?)(?:\n\n|\Z)", text, re.S)
    assert section, text
    return re.findall(r"^  ([a-z]+)\b", section[1], re.M)


# Version and help


def test_version_is_one_line(tmp_path):
    result = run("--version", directory=tmp_path)
    assert result.code == 0
    assert re.search(r"\d+\.\d+", result.out)
    assert result.out.count("\n") == 1
    assert result.err == ""


def test_help_names_the_verbs_and_each_has_its_own(tmp_path):
    result = run("--help", directory=tmp_path)
    assert result.code == 0
    assert result.err == ""
    found = verbs(tmp_path)
    assert {"serve", "check", "demo", "secret"} <= set(found)
    for verb in found:
        one = run(verb, "--help", directory=tmp_path)
        assert one.code == 0, verb
        assert "USAGE:" in one.out and verb in one.out
        assert one.err == ""
    for verb in ("new", "show"):
        one = run("secret", verb, "--help", directory=tmp_path)
        assert one.code == 0 and f"secret {verb}" in one.out
    assert list(tmp_path.iterdir()) == [], "asking for help made files"


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-verb",),
        ("serve", "--no-such-option"),
        ("serve", "too", "many"),
        ("serve", "--config"),
        ("serve", "--log-level", "no-such-level"),
        ("check", "--no-such-option"),
        ("secret", "no-such-verb"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_64_with_a_word_about_it(tmp_path, arguments):
    result = run(*arguments, directory=tmp_path)
    assert result.code == USAGE
    assert result.err.strip()
    assert list(tmp_path.iterdir()) == []


# check


def test_check_accepts_a_good_file(tmp_path):
    path = write(tmp_path, settings())
    result = run("check", "--config", path, directory=tmp_path)
    assert result.code == 0, result.text
    assert [one.name for one in tmp_path.iterdir()] == [path.name], "check made files"
    assert FULL.secret_access_key not in result.text and OPERATOR_TOKEN not in result.text


def test_check_finds_the_file_in_the_working_directory(tmp_path):
    write(tmp_path, settings())
    assert run("check", directory=tmp_path).code == 0
    write(tmp_path, settings() | {"unheard-of": 1})
    assert run("check", directory=tmp_path).code == CONFIGURATION


def test_check_opens_no_socket(tmp_path):
    """The port may be in use by the gateway whose next configuration is being checked."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        path = write(tmp_path, settings(server={"host": "127.0.0.1", "port": taken.getsockname()[1]}))
        assert run("check", "--config", path, directory=tmp_path).code == 0


FAULTY = """\
server:
  host: 127.0.0.1
  prot: 8700
  maxConcurrentRequests: many
storage:
  url: mysql://localhost/otp
secrets:
  keyFile: [not, a, path]
operator:
  token: { env: COUNTERSIGN_TEST_UNSET }
applications:
  - id: one
    credentials:
      - accessKeyID: AKIDONE
        secretAccessKey: s3cret-of-the-faulty-file
        allow: [send, fly]
  - id: one
    credentials: []
transports:
  - id: lab
    kind: loopbak
  - id: lab
    kind: loopback
originationIdentities:
  - identity: "+18555550142"
    type: tollfree
    countries: [US, XX]
    transports: [nowhere]
  - identity: "not a number, nor a sender"
    type: longCode
    countries: [US]
    transports: [lab]
"""

# The line of each fault, and what the report must name on it.
FAULTS = {
    3: ["prot", "port"],
    4: ["maxConcurrentRequests"],
    6: ["storage", "url"],
    8: ["keyFile"],
    10: ["token", "COUNTERSIGN_TEST_UNSET"],
    16: ["allow", "fly"],
    17: ["id", "one"],
    21: ["kind", "loopbak"],
    22: ["id", "lab"],
    26: ["type", "tollfree"],
    27: ["countries", "XX"],
    28: ["transports", "nowhere"],
    29: ["identity"],
}


def test_check_prints_every_fault_at_once_with_key_path_and_line(tmp_path):
    """Thirteen mistakes of thirteen kinds in one file: whoever fixes them should need one look."""
    path = write(tmp_path, FAULTY)
    result = run("check", "--config", path, directory=tmp_path)
    assert result.code == CONFIGURATION
    lines = result.text.splitlines()
    missing = {
        number: words
        for number, words in FAULTS.items()
        if not any(re.search(rf"(?<!\d){number}(?!\d)", line) and all(word in line for word in words) for line in lines)
    }
    assert missing == {}, result.text
    assert "s3cret-of-the-faulty-file" not in result.text
    assert not re.search(r"DecodingError|YamlError|Optional\(|CodingKey|Swift\.", result.text)


BROKEN = {
    "not YAML": "server: [unclosed\n",
    "a tab": "server:\n\thost: 127.0.0.1\n",
    "a list": "- server\n",
    "a word": "server\n",
    "a section of the wrong kind": "server: 8700\n",
    "a key twice": "server:\n  port: 1\nserver:\n  port: 2\n",
    "a port past 65535": "server:\n  port: 70000\n",
    "a negative port": "server:\n  port: -1\n",
    "an empty token": 'operator:\n  token: ""\n',
    "a missing certificate": "server:\n  tls: { certificate: nowhere.crt, privateKey: nowhere.key }\n",
    "an unknown section": "serfer:\n  port: 1\n",
    "aliases without end": "a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\n",
    "not UTF-8": b"server:\n  host: \xff\xfe\n",
}


@pytest.mark.parametrize("verb", ["check", "serve"])
@pytest.mark.parametrize("document", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_78_and_explained(tmp_path, verb, document):
    path = tmp_path / "broken.yaml"
    path.write_bytes(document if isinstance(document, bytes) else document.encode())
    result = run(verb, "--config", path, directory=tmp_path)
    assert result.code == CONFIGURATION, result.text
    assert result.text.strip()
    assert not re.search(r"DecodingError|YamlError|Optional\(|CodingKey|Fatal error", result.text)
    assert [one.name for one in tmp_path.iterdir()] == ["broken.yaml"]


def test_a_misspelt_key_gets_the_nearest_known_one_as_a_hint(tmp_path):
    path = write(tmp_path, "serfer:\n  port: 1\n")
    result = run("check", "--config", path, directory=tmp_path)
    assert "serfer" in result.text and "server" in result.text and "1" in result.text


@pytest.mark.parametrize("verb", ["check", "serve"])
def test_a_file_that_is_not_there_is_78(tmp_path, verb):
    result = run(verb, "--config", "nowhere.yaml", directory=tmp_path)
    assert result.code == CONFIGURATION
    assert "nowhere.yaml" in result.text


def test_serve_prints_the_same_faults(tmp_path):
    path = write(tmp_path, FAULTY)
    result = run("serve", "--config", path, directory=tmp_path)
    assert result.code == CONFIGURATION
    for words in FAULTS.values():
        assert all(word in result.text for word in words)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


# demo


def test_demo_goes_the_whole_round_and_prints_it(tmp_path):
    result = run("demo", directory=tmp_path, seconds=60)
    assert result.code == 0, result.text
    assert len(result.out.strip().splitlines()) >= 3
    assert "This is your One Time Password: " in result.out
    assert re.search(r"true|valid", result.out, re.I)
    assert not re.search(r"\b(error|critical|warning)\b", result.err), "a good run that looks bad"
    assert list(tmp_path.iterdir()) == [], "demo works on a temporary store"


def test_two_demos_at_once_do_not_meet(tmp_path):
    """Each takes a free port and a store of its own."""
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: run("demo", directory=tmp_path), range(2)))
    assert [result.code for result in results] == [0, 0]


# The embedded default


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


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


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


# Secrets


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


# Life and death


@pytest.mark.parametrize("number_of_signal", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_signal_ends_serve_with_0(start, number, reference, number_of_signal):
    gateway = start()
    gateway.send_and_read(number, reference)
    assert gateway.stop(number_of_signal) == 0


def test_serve_says_once_that_it_listens_and_logs_elsewhere(start, number, reference):
    gateway = start()
    gateway.send_and_read(number, reference)
    assert gateway.stop() == 0
    assert gateway.out == [f"listening on {gateway.url}\n"]


def test_an_idle_keep_alive_connection_does_not_hold_up_the_end(start):
    gateway = start()
    with gateway.connect() as connection:
        assert connection.request("GET", "/health").status == 200
        began = time.monotonic()
        assert gateway.stop() == 0
        assert time.monotonic() - began < 10


def test_a_second_server_on_the_port_is_told_so(gateway, tmp_path):
    host, port = gateway.address
    path = write(tmp_path, settings(server={"host": host, "port": port}))
    result = run("serve", "--config", path, directory=tmp_path, seconds=30)
    assert result.code == UNAVAILABLE, result.text
    assert str(port) in result.err
    assert "listening on" not in result.out
    assert gateway.running


def test_a_second_gateway_on_the_store_is_told_so(start, tmp_path):
    """Two on one file would deliver each other's messages."""
    gateway = start()
    path = write(tmp_path, settings())
    result = run("serve", "--config", path, directory=tmp_path, seconds=30)
    assert result.code == UNAVAILABLE, result.text
    assert "countersign.sqlite" in result.err
    assert gateway.running


def test_a_store_in_memory_works(start, tmp_path, number, reference):
    gateway = start(storage={"url": "sqlite::memory:"})
    assert gateway.verify(number, reference, gateway.send_and_read(number, reference))
    assert not [path for path in tmp_path.iterdir() if "sqlite" in path.name or ":memory:" in path.name]


def test_a_directory_that_cannot_be_written_is_an_error_and_no_crash(tmp_path):
    path = write(tmp_path, settings(storage={"url": "sqlite:/proc/no/such/place.sqlite"}))
    result = run("serve", "--config", path, directory=tmp_path, seconds=30)
    assert result.code in (UNAVAILABLE, CONFIGURATION)
    assert "/proc/no/such/place.sqlite" in result.err
    assert "Fatal error" not in result.err


# TLS


@pytest.fixture
def certificate(tmp_path):
    """A self-signed certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "countersign acceptance")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "server.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "server.key").write_bytes(private)
    return tmp_path / "server.crt"


def test_tls_serves_boto3_that_verifies_the_certificate(start, certificate, number):
    server = {"host": "127.0.0.1", "port": 0, "tls": {"certificate": "server.crt", "privateKey": "server.key"}}
    gateway = start(server=server)
    assert gateway.url.startswith("https://")

    def client(verify):
        return boto3.session.Session().client(
            "pinpoint",
            region_name="eu-central-1",
            endpoint_url=gateway.url,
            aws_access_key_id=FULL.access_key_id,
            aws_secret_access_key=FULL.secret_access_key,
            verify=verify,
            config=Config(retries={"total_max_attempts": 1}),
        )

    trusting = client(str(certificate))
    assert gateway.send(number, "tls", client=trusting)["DeliveryStatus"] == "SUCCESSFUL"
    assert gateway.verify(number, "tls", "1", client=trusting) is False
    with pytest.raises(SSLError):
        gateway.send(number, "tls", client=client(True))
    with pytest.raises((OSError, ValueError, Exception)):
        gateway.operator("/health", token=None)
    assert gateway.running


def test_a_key_that_does_not_belong_to_the_certificate_is_a_fault(certificate, tmp_path):
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "server.key").write_bytes(other)
    server = {"host": "127.0.0.1", "port": 0, "tls": {"certificate": "server.crt", "privateKey": "server.key"}}
    path = write(tmp_path, settings(server=server))
    result = run("serve", "--config", path, directory=tmp_path, seconds=30)
    assert result.code in (CONFIGURATION, UNAVAILABLE)
    assert "server.key" in result.text or "server.crt" in result.text
    assert "listening on" not in result.out
