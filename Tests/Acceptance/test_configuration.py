# SPDX-License-Identifier: Apache-2.0
"""The configuration file and what `check` says about it: contract §3."""

import re
import socket

import pytest

from command import CONFIGURATION, run, write
from gateway import FULL, OPERATOR_TOKEN, settings

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
