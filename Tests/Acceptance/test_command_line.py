# SPDX-License-Identifier: Apache-2.0
"""The verbs of the program: contract §2."""

import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from command import CONFIGURATION, UNAVAILABLE, USAGE, run, write
from gateway import settings


def verbs(tmp_path):
    """The verbs that the help itself names."""
    text = run("--help", directory=tmp_path).out
    section = re.search(r"SUBCOMMANDS:\n(.*?)(?:\n\n|\Z)", text, re.S)
    assert section, text
    return re.findall(r"^  ([a-z]+)\b", section[1], re.M)


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
        ("send", "--transport", "loopback", "--to", "+14255550142"),
        ("send", "--transport", "loopback", "--to", "nobody", "--text", "hello"),
        ("send", "--transport", "loopback", "--to", "+14255550142", "--text", "hello", "--wait", "forever"),
        ("send", "--transport", "no-such-transport", "--to", "+14255550142", "--text", "hello"),
        ("send", "--transport", "loopback", "--to", "+14255550142", "--text", "hello", "--from", "nobody"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_64_with_a_word_about_it(tmp_path, arguments):
    result = run(*arguments, directory=tmp_path)
    assert result.code == USAGE
    assert result.err.strip()
    assert list(tmp_path.iterdir()) == []


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


@pytest.mark.parametrize("what", [("--text", "hello"), ("--probe",)], ids=" ".join)
def test_send_tells_what_became_of_a_test_message(tmp_path, what):
    result = run("send", "--transport", "loopback", "--to", "+14255550142", *what, directory=tmp_path)
    assert result.code == 0, result.text
    assert "1 part from +18555550142 to +14255550142 over loopback" in result.out
    assert "delivered" in result.out
    assert result.err == ""
    assert list(tmp_path.iterdir()) == [], "a test message leaves nothing behind"


def test_send_tells_what_became_of_a_message_that_fails(tmp_path):
    """The second of AWS's simulator numbers for the US always fails."""
    result = run("send", "--transport", "loopback", "--to", "+14254147167", "--text", "hello", directory=tmp_path)
    assert result.code == UNAVAILABLE, result.text
    assert "failed" in result.out


def test_send_reads_the_configuration(tmp_path):
    path = write(tmp_path, {**settings(), "server": {"prot": 1}})
    result = run("send", "--config", path, "--transport", "lab", "--to", "+14255550142", "--text", "hello", directory=tmp_path)
    assert result.code == CONFIGURATION
    assert "server.prot" in result.err


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


