# SPDX-License-Identifier: Apache-2.0
"""OTPs through SMSCs that others have written: smpp34's server (Rust), Net::SMPP's example (Perl) and a sink in C.

All of them stand behind a recorder. At the end Wireshark's dissector has to have understood every PDU that the gateways sent.
"""

import datetime
import re
import sqlite3

import pytest
import smpp34

from carrier import PASSWORD, SYSTEM_ID, identities, page, sections, transport, until_told, until_up
from certificates import Authority
from command import run, write
from gateway import (
    OPERATOR_TOKEN,
    SENDER,
    TOLL_FREE,
    Gateway,
    another,
    code_in,
    dumped,
    fresh_number,
    fresh_reference,
    settings,
    until,
)
from recorder import Link, Recorder, command_of, decoded, faults, split, status_of, write_capture
from smsc import (
    BIND_RECEIVER,
    BIND_TRANSCEIVER,
    BIND_TRANSMITTER,
    DELIVER_SM_RESP,
    ENQUIRE_LINK,
    SUBMIT_SM,
    UNBIND,
    free_port,
    net_smpp_smsc,
    place_of,
    reassembled,
    sink,
    smpp34_smsc,
    text_of,
)
from test_languages import LANGUAGES

SERVER_NAME = "smsc.example.net"
INTERNATIONAL, ALPHANUMERIC = [1, 1], [5, 0]
SUBMIT_SM_RESP = 0x80000004


@pytest.fixture(scope="module")
def recordings():
    """Every connection of the gateways that have ended, for the dissector at the end of this module."""
    return []


@pytest.fixture
def recorded(recordings):
    """Starts recorders in front of SMSCs; they end with the test."""
    started = []

    def recorded(peer, **options):
        recorder = Recorder(peer.port, **options).__enter__()
        started.append(recorder)
        return recorder

    yield recorded
    for recorder in started:
        recorder.__exit__()
        recordings.extend(recorder.links)


@pytest.fixture(scope="module")
def smpp34_peer():
    """An smpp34 SMSC for the tests that only look at their own numbers."""
    with smpp34_smsc() as peer:
        yield peer


@pytest.fixture(scope="module")
def shared(smpp34_peer, tmp_path_factory):
    """A gateway bound to that SMSC: (gateway, SMSC, recorder)."""
    with Recorder(smpp34_peer.port) as recorder:
        directory = tmp_path_factory.mktemp("carrier")
        gateway = Gateway(directory, settings(**sections(recorder.port)), ("--log-level", "trace")).start()
        try:
            yield until_up(gateway), smpp34_peer, recorder
            assert gateway.stop() == 0
        finally:
            if gateway.running:
                gateway.kill()


def submitted(recorder, destination):
    """The submit_sm to a number as smpp34 decodes it from the wire."""
    messages = [smpp34.decode(pdu) for pdu in recorder.pdus(command=SUBMIT_SM)]
    return [message for message in messages if message.destination_addr == destination.lstrip("+")]


# smpp34


def test_an_otp_goes_through_smpp34_its_receipt_arrives_and_the_code_verifies(shared, number, reference):
    gateway, peer, _ = shared
    result = gateway.send(number, reference)
    assert result["DeliveryStatus"] == "SUCCESSFUL"
    submit = peer.submit(number)
    code = code_in(reassembled([submit]))
    timeline = gateway.settled(result["MessageId"])
    assert [event["state"] for event in timeline["timeline"]] == ["queued", "submitting", "submitted", "delivered"]
    assert timeline["remoteIds"] == [submit["id"]]
    assert timeline["transport"] == "carrier"
    assert peer.events("receipt", id=submit["id"], status=0)
    assert not gateway.verify(number, reference, another(code))
    assert gateway.verify(number, reference, code)


def test_addresses_and_flags_are_what_a_carrier_expects(shared, number):
    gateway, peer, _ = shared
    gateway.send(number, fresh_reference())
    submit = peer.submit(number)
    assert submit["source"] == [*INTERNATIONAL, TOLL_FREE.lstrip("+")]
    assert submit["destination"] == [*INTERNATIONAL, number.lstrip("+")]
    assert submit["registeredDelivery"] & 0x03 == 1
    assert submit["esmClass"] == 0 and submit["protocolID"] == 0 and submit["dataCoding"] == 0
    other = fresh_number()
    gateway.send(other, fresh_reference(), OriginationIdentity=SENDER)
    assert peer.submit(other)["source"] == [*ALPHANUMERIC, SENDER]


def test_the_smsc_is_told_how_long_the_code_lives(shared, number):
    gateway, peer, recorder = shared
    gateway.send(number, fresh_reference(), ValidityPeriod=7)
    peer.submit(number)
    (message,) = submitted(recorder, number)
    period = re.fullmatch(r"00000000(\d\d)(\d\d)000R", message.validity_period)
    assert period, message.validity_period
    seconds = int(period[1]) * 60 + int(period[2])
    assert 7 * 60 - 15 <= seconds <= 7 * 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_arrives_as_it_was_written(shared, number, reference, language):
    gateway, peer, _ = shared
    gateway.send(number, reference, Language=language, BrandName="Exämple")
    submit = peer.submit(number)
    text = reassembled([submit])
    assert "Exämple" in text and "\ufffd" not in text
    if language[:2] in ("ja", "ko", "zh"):
        assert submit["dataCoding"] == 8
        assert any(ord(letter) > 0x2E80 for letter in text)
    assert gateway.verify(number, reference, code_in(text))


def test_a_number_that_the_smsc_refuses_fails_with_the_reason(recorded, start):
    number = fresh_number()
    with smpp34_smsc("--reject", f"{number[1:]}=0x0B") as peer:
        gateway = until_up(start(**sections(recorded(peer).port)))
        timeline = gateway.settled(gateway.send(number, fresh_reference())["MessageId"])
    assert timeline["state"] == "failed"
    assert timeline["error"] == "0x0000000B" and "destination" in timeline["reason"], timeline


@pytest.mark.parametrize("form", ["text", "parameters", "both"])
@pytest.mark.parametrize("identifiers", ["same", "decimal"])
def test_receipts_are_matched_in_every_form(recorded, start, form, identifiers):
    """As text, as parameters, and with ids in another base than that of the answers."""
    with smpp34_smsc("--receipts", form, "--receipt-ids", identifiers) as peer:
        gateway = until_up(start(**sections(recorded(peer).port)))
        messages = [gateway.send(fresh_number(), fresh_reference())["MessageId"] for _ in range(5)]
        assert [gateway.settled(message)["state"] for message in messages] == ["delivered"] * 5


def test_receipts_come_over_the_receiver_of_a_pair(recorded, start, number, tmp_path):
    with sink(tmp_path, "--dlr", 20) as peer:
        recorder = recorded(peer)
        gateway = until_up(start(**sections(recorder.port, bindMode="pair")))
        until(lambda: len(recorder.pdus()) == 2, what="two binds")
        assert gateway.settled(gateway.send(number, fresh_reference())["MessageId"])["state"] == "delivered"
        links = {command_of(split(link.sent())[0]): [command_of(pdu) for pdu in split(link.sent())] for link in recorder.links}
        assert links == {BIND_TRANSMITTER: [BIND_TRANSMITTER, SUBMIT_SM], BIND_RECEIVER: [BIND_RECEIVER, DELIVER_SM_RESP]}


def test_messages_wait_for_an_smsc_that_is_away_and_leave_when_it_is_back(recorded, start):
    port = free_port()
    gateway = start(**sections(port))
    numbers = [fresh_number() for _ in range(3)]
    messages = [gateway.send(number, fresh_reference())["MessageId"] for number in numbers]
    assert gateway.timeline(messages[0])["state"] == "queued"
    until_told(gateway, str(port), "refused")
    with smpp34_smsc(port=port) as peer:
        assert [gateway.settled(message)["state"] for message in messages] == ["delivered"] * 3
        assert [len(peer.submits(number)) for number in numbers] == [1, 1, 1]
        # And once more after a cut.
    until(lambda: page(gateway)["state"] == "down", what="the end of the SMSC to be noticed")
    with smpp34_smsc(port=port):
        assert gateway.settled(gateway.send(fresh_number(), fresh_reference())["MessageId"])["state"] == "delivered"


def test_a_silent_link_is_asked_whether_it_lives(recorded, start):
    with smpp34_smsc() as peer:
        recorder = recorded(peer)
        until_up(start(**sections(recorder.port, timers={"enquireLink": "300ms"})))
        until(lambda: len(recorder.pdus(command=ENQUIRE_LINK)) >= 2, what="two enquire_link")
        assert recorder.pdus(by_gateway=False, command=0x80000015)


def test_a_gateway_that_stops_takes_leave(recorded, start, number):
    with smpp34_smsc() as peer:
        recorder = recorded(peer)
        gateway = until_up(start(**sections(recorder.port)))
        gateway.settled(gateway.send(number, fresh_reference())["MessageId"])
        assert gateway.stop() == 0
        until(lambda: peer.events("unbound"), what="unbind at the SMSC")
        assert command_of(recorder.pdus()[0]) == BIND_TRANSCEIVER
        assert command_of(recorder.pdus()[-1]) == UNBIND


def test_the_rate_of_the_contract_is_kept(recorded, start):
    """Thirty messages at ten a second take two seconds at least, whatever the window."""
    with smpp34_smsc() as peer:
        recorder = recorded(peer)
        gateway = until_up(start(**sections(recorder.port, rate="10/s", window=50)))
        messages = [gateway.send(fresh_number(), fresh_reference())["MessageId"] for _ in range(30)]
        assert {gateway.settled(message)["state"] for message in messages} == {"delivered"}
        chunks = [(moment, octets) for moment, is_ours, octets in recorder.links[0].chunks if is_ours]
        times = [moment for moment, octets in chunks for pdu in split(octets) if command_of(pdu) == SUBMIT_SM]
        assert len(times) == 30
        assert times[-1] - times[0] >= 1.8, times


# Net::SMPP


def test_an_otp_goes_through_the_smsc_of_net_smpp_and_verifies(recorded, start, number, reference, tmp_path):
    """It sends no receipts and gives every message the same id, so nothing may depend on either."""
    with net_smpp_smsc(tmp_path) as peer:
        recorder = recorded(peer)
        gateway = until_up(start(**sections(recorder.port)))
        pairs = [(number, reference), (fresh_number(), fresh_reference())]
        for one, its_reference in pairs:
            result = gateway.send(one, its_reference)
            message = until(lambda: submitted(recorder, one), what="the message on the wire")[0]
            code = code_in(text_of(message.short_message, message.data_coding))
            timeline = until(
                lambda: (found := gateway.timeline(result["MessageId"]))["state"] == "submitted" and found, what="the answer to be kept")
            assert timeline["remoteIds"] == ["123456789"]
            assert gateway.verify(one, its_reference, code)
        until(lambda: sum("4:submit_sm" in line for line in peer.lines) == 2, what="two submit_sm in the words of the peer")


# Passwords


def test_a_wrong_password_is_told_in_words_and_never_shown(start, tmp_path, recorded):
    with sink(tmp_path, "--password", "RightOne") as peer:
        recorder = recorded(peer)
        gateway = start(arguments=("--log-level", "trace"), **sections(recorder.port))
        error = until_told(gateway, "0x0E", "password")
        assert page(gateway)["state"] == "down"
        assert gateway.operator("/health", token=None).status == 503
        until(lambda: "0x0E" in gateway.log, what="the refusal in the log")
        assert status_of(recorder.pdus(by_gateway=False)[0]) == 0x0E
        pages = error + gateway.operator("/operator/transports").body.decode() + gateway.operator("/metrics").body.decode()
        assert gateway.stop() == 0
        assert PASSWORD not in gateway.log + pages
        # It has not given up, and not hammered either.
        assert 1 <= len(recorder.links) <= 20


def test_a_right_password_out_of_a_file_binds(start, tmp_path, recorded):
    (tmp_path / "carrier.password").touch(mode=0o600)
    (tmp_path / "carrier.password").write_text(PASSWORD + "\n")
    with sink(tmp_path, "--password", PASSWORD) as peer:
        until_up(start(**sections(recorded(peer).port, password={"file": "carrier.password"})))


# TLS


def test_an_otp_goes_over_tls_to_an_smsc_that_its_authority_vouches_for(recorded, start, smpp34_peer, number, reference, tmp_path):
    authority = Authority(tmp_path)
    recorder = recorded(smpp34_peer, tls=authority.server(SERVER_NAME))
    tls = {"ca": str(authority.path), "serverName": SERVER_NAME}
    gateway = until_up(start(**sections(recorder.port, tls=tls)))
    result = gateway.send(number, reference)
    assert gateway.settled(result["MessageId"])["state"] == "delivered"
    assert gateway.verify(number, reference, code_in(reassembled([smpp34_peer.submit(number)])))


@pytest.mark.parametrize("fault", ["another authority", "no authority", "another name"])
def test_an_smsc_that_cannot_be_verified_never_sees_the_password(recorded, start, smpp34_peer, tmp_path, fault):
    authority, stranger = Authority(tmp_path), Authority(tmp_path, "stranger")
    recorder = recorded(smpp34_peer, tls=authority.server(SERVER_NAME))
    tls = {
        "another authority": {"ca": str(stranger.path), "serverName": SERVER_NAME},
        "no authority": {"serverName": SERVER_NAME},
        "another name": {"ca": str(authority.path), "serverName": "other.example.net"},
    }[fault]
    gateway = start(**sections(recorder.port, tls=tls))
    until_told(gateway, "certificate", "tls.serverName" if fault == "another name" else "tls.ca")
    assert page(gateway)["state"] == "down"
    assert recorder.pdus() == [], "something was sent before the certificate was verified"


def test_a_certificate_without_verification_is_taken_when_asked(recorded, start, smpp34_peer, tmp_path):
    recorder = recorded(smpp34_peer, tls=Authority(tmp_path).server(SERVER_NAME))
    gateway = until_up(start(**sections(recorder.port, tls={"verify": False})))
    assert "verify" in gateway.log, "the risk is told"


def test_the_gateway_proves_itself_with_its_certificate(recorded, start, smpp34_peer, number, tmp_path):
    authority = Authority(tmp_path)
    certificate, key = authority.issue("gateway")
    recorder = recorded(smpp34_peer, tls=authority.server(SERVER_NAME, clients=authority))
    trust = {"ca": str(authority.path), "serverName": SERVER_NAME}
    tls = {**trust, "certificate": str(certificate), "privateKey": str(key)}
    gateway = until_up(start(**sections(recorder.port, tls=tls)))
    assert gateway.settled(gateway.send(number, fresh_reference())["MessageId"])["state"] == "delivered"
    (tmp_path / "without").mkdir()
    without = start(directory=tmp_path / "without", **sections(recorder.port, tls=trust))
    until_told(without, "TLS")


def test_tls_with_an_smsc_that_speaks_none_is_told(start, smpp34_peer):
    until_told(start(**sections(smpp34_peer.port, tls=True)), "TLS")


# Long texts

LONG_TEXTS = {
    "GSM": "The quick brown fox jumps over the lazy dog: [0123456789] {€}. " * 6 + "End",
    "UCS-2": "Съешь же ещё этих мягких французских булок, да выпей чаю 😀. " * 4 + "Конец",
}


@pytest.mark.parametrize("form", ["udh", "udh16", "sar", "payload"])
@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=LONG_TEXTS.keys())
def test_long_texts_are_put_together_right_by_the_peer(recorded, tmp_path, number, form, text):
    options = {"longMessages": "udh", "referenceWidth": 16} if form == "udh16" else {"longMessages": form}
    with smpp34_smsc() as peer:
        recorder = recorded(peer)
        write(tmp_path, settings(**sections(recorder.port, **options)))
        result = run("send", "--transport", "carrier", "--to", number, "--text", text, directory=tmp_path)
        assert result.code == 0, result.text
        submits = peer.submits(number)
        assert reassembled(submits) == text
        assert {submit["dataCoding"] for submit in submits} == {8 if "ё" in text else 0}
        if form == "payload":
            assert len(submits) == 1 and submits[0]["shortMessage"] == ""
        else:
            assert len(submits) > 1 and all(place_of(submit) for submit in submits)
            longest = max(len(submit["shortMessage"]) // 2 for submit in submits)
            # Octets without a header: 153 septets (152 with a reference of 16 bits) or 134 (132) octets, TS 23.040 §9.2.3.24.1 and 8.
            room = {"udh": (159, 140), "udh16": (159, 139), "sar": (153, 134)}[form][submits[0]["dataCoding"] == 8]
            assert longest <= room
        identifiers = [submit["id"] for submit in submits]
        assert all(one in result.out for one in identifiers), (identifiers, result.out)
        assert "delivered" in result.out


def test_send_says_why_when_it_cannot(tmp_path, number):
    write(tmp_path, settings(**sections(free_port())))
    result = run("send", "--transport", "carrier", "--to", number, "--text", "Hello", directory=tmp_path, seconds=120)
    assert result.code == 69
    assert "refused" in result.err or "refused" in result.out
    assert run("send", "--transport", "nobody", "--to", number, "--text", "x", directory=tmp_path).code in (64, 78)


# India


ENTITY, TEMPLATE = "1101172974420810001", "1107161234567890123"
INDIAN = "+919876543210"


def test_dlt_ids_of_the_request_travel_as_parameters(shared):
    gateway, peer, _ = shared
    gateway.send(INDIAN, fresh_reference(), OriginationIdentity=SENDER, EntityId=ENTITY, TemplateId=TEMPLATE)
    parameters = peer.submit(INDIAN)["parameters"]
    assert bytes.fromhex(parameters[str(0x1400)]) == ENTITY.encode()
    assert bytes.fromhex(parameters[str(0x1401)]) == TEMPLATE.encode()


def test_dlt_ids_of_the_identity_and_the_hash_of_the_chain(recorded, start):
    chain = ["1101172974420820002", "1101172974420830004"]
    with smpp34_smsc() as peer:
        recorder = recorded(peer)
        gateway = until_up(
            start(
                transports=[transport(recorder.port, dlt={"chain": chain, "terminated": True})],
                originationIdentities=identities(entityID=ENTITY, templateIDs=[TEMPLATE]),
            )
        )
        gateway.send(INDIAN, fresh_reference(), OriginationIdentity=SENDER)
        parameters = {int(tag): bytes.fromhex(value) for tag, value in peer.submit(INDIAN)["parameters"].items()}
    assert parameters[0x1400] == ENTITY.encode() + b"\0"
    assert parameters[0x1401] == TEMPLATE.encode() + b"\0"
    # SHA-256 of "1101172974420810001,1101172974420820002,1101172974420830004".
    assert parameters[0x1402] == b"\0".join([b"ba38bbe4ab3780a70aad6071c006e720eed8efc1ff70b00691d3b6844e6497e2", b""])


def test_vendor_parameters_are_sent_as_configured(recorded, start, number):
    parameters = [
        {"tag": 0x1414, "value": "OTP"},
        {"tag": 0x1415, "type": "short", "value": 513},
        {"tag": 0x1416, "source": "identity", "type": "textNUL"},
    ]
    with smpp34_smsc() as peer:
        gateway = until_up(start(**sections(recorded(peer).port, parameters=parameters)))
        gateway.send(number, fresh_reference())
        found = peer.submit(number)["parameters"]
    assert [bytes.fromhex(found[str(tag)]) for tag in (0x1414, 0x1415, 0x1416)] == [b"OTP", b"\x02\x01", TOLL_FREE.encode() + b"\0"]


# What is left behind, and the judge


def test_the_operator_sees_the_bind_the_window_and_the_rate(shared):
    gateway, _, recorder = shared
    found = page(gateway)
    assert found["kind"] == "smpp" and found["state"] == "up"
    facts = dumped(found["facts"])
    assert "transceiver" in facts and str(recorder.port) in facts
    assert "window" in found["facts"] and "rate" in found["facts"]
    assert datetime.datetime.fromisoformat(found["since"]).tzinfo


def test_no_secret_is_left_behind(shared):
    """At the most talkative log level: neither the password nor a code, nor a text, nor a whole number."""
    gateway, peer, _ = shared
    pairs = [(fresh_number(), fresh_reference()) for _ in range(20)]
    for one, its_reference in pairs:
        gateway.send(one, its_reference, CodeLength=8, BrandName="Brandname of secrets")
    texts = [reassembled([peer.submit(one)]) for one, _ in pairs]
    for one, its_reference in pairs[:5]:
        assert gateway.verify(one, its_reference, code_in(texts[pairs.index((one, its_reference))]))
    pages = "".join(gateway.operator(path).body.decode() for path in ("/metrics", "/health", "/operator/transports"))
    everything = {"the log": gateway.log, "the pages": pages, "the messages": dumped(gateway.operated("/operator/messages", limit=100))}
    for path in gateway.directory.iterdir():
        if path.name.startswith("countersign.sqlite"):
            everything[path.name] = path.read_bytes().decode("latin-1")
    forbidden = {PASSWORD, OPERATOR_TOKEN, "Brandname of secrets", *(code_in(text) for text in texts)}
    for name, octets in everything.items():
        octets = re.sub(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", "#", octets)
        assert {secret for secret in forbidden if re.search(rf"(?<!\d){re.escape(secret)}(?!\d)", octets)} == set(), name
    assert [one for one, _ in pairs if one[2:] in gateway.log] == []
    assert SYSTEM_ID in gateway.log or len(gateway.log) > 1000, "a gateway at trace level that says nothing cannot be searched"


def test_the_judge_finds_what_is_wrong(tmp_path):
    """The control of the next test: a text length past the end of the PDU, and a command that does not exist."""
    good = bytes.fromhex(
        "0000003a0000000400000000000000040005004f5450000101333538343031323334353637004000000000010000000a050003a702027461696c")
    for spoil, is_seen in ((b"\x0a\x05\x00\x03", False), (b"\x00\x00\x00\x04\x00\x00", True)):
        link = Link(1)
        bad = good.replace(spoil, (b"\xff" if not is_seen else b"\x00\x00\x0f") + spoil[1 if not is_seen else 3 :], 1)
        assert bad != good and len(bad) == len(good)
        link.chunks = [(0.0, True, good), (0.1, True, bad)]
        write_capture(tmp_path / "bad.pcap", [link])
        found = decoded(tmp_path / "bad.pcap")
        assert faults(tmp_path / "bad.pcap") or found != [SUBMIT_SM, command_of(bad)]


def test_the_store_holds_no_text_of_an_answer(shared):
    """Remote ids are kept as the SMSC gave them, and the database has no other trace of the wire."""
    gateway, peer, _ = shared
    number = fresh_number()
    message = gateway.send(number, fresh_reference())["MessageId"]
    gateway.settled(message)
    connection = sqlite3.connect(f"file:{gateway.database}?mode=ro", uri=True)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    cells = [str(value) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"') for value in row]
    assert any(peer.submit(number)["id"] in cell for cell in cells)
    assert not any(PASSWORD in cell for cell in cells)


def test_wireshark_understands_every_pdu_of_this_module(shared, recordings, tmp_path):
    """Runs last. Without TLS it sees what the gateway sent, with TLS what was under it."""
    links = recordings + shared[2].links
    sent = [command_of(pdu) for link in links for pdu in split(link.sent())]
    assert {BIND_TRANSMITTER, BIND_RECEIVER, BIND_TRANSCEIVER, SUBMIT_SM, DELIVER_SM_RESP, ENQUIRE_LINK, UNBIND} <= set(sent)
    capture = tmp_path / "all.pcap"
    write_capture(capture, links)
    assert faults(capture) == []
    assert sorted(decoded(capture)) == sorted(sent)
