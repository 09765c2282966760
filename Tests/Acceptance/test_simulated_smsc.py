# SPDX-License-Identifier: Apache-2.0
"""`countersign simulate smsc` serves clients that others have written: smpplib, aiosmpplib and Kannel."""

import asyncio
import contextlib
import http.server
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

import aiosmpplib
import pytest
import smpplib.client
import smpplib.consts
import smpplib.exceptions
import smpplib.gsm
import smpplib.smpp
from aiosmpplib import ESME, PhoneNumber, SubmitSm
from aiosmpplib.state import NPI, TON

from certificates import Authority
from command import UNAVAILABLE, USAGE, run
from gateway import REPOSITORY, binary, until
from recorder import Link, Recorder, command_of, decoded, faults, split, write_capture
from simulator import Simulator, log_of
from smsc import Peer, free_port

GSM_LONG = "Grüße aus Helsinki, Ihr Code ist 123456 und gilt fünf Minuten. " * 6 + "Ende"
UCS2_LONG = "Ваш код: 123456. Никому его не сообщайте. 🙂 " * 5 + "Конец"
SENDER, PHONE = "OTP", "358401234567"
QUICK = ("--receipt-delay", "50ms")


# smpplib


class Client:
    """An smpplib client that is bound, and what it has heard; a context manager that unbinds."""

    def __init__(self, port, mode="transceiver", password="secret", tls=None):
        self.sent, self.delivered = [], []
        self.client = smpplib.client.Client("127.0.0.1", port, timeout=10, allow_unknown_opt_params=True, ssl_context=tls)
        self.client.set_message_sent_handler(lambda pdu: self.sent.append((pdu.message_id or b"").decode()))
        self.client.set_message_received_handler(lambda pdu: self.delivered.append(pdu))
        self.client.connect()
        try:
            getattr(self.client, f"bind_{mode}")(system_id="otp", password=password)
        except BaseException:
            self.client.state = smpplib.consts.SMPP_CLIENT_STATE_OPEN
            self.client.disconnect()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(smpplib.exceptions.ConnectionError, smpplib.exceptions.PDUError):
            self.client.unbind()
        self.client.state = smpplib.consts.SMPP_CLIENT_STATE_OPEN
        self.client.disconnect()

    def send(self, text, destination=PHONE, use_udhi=True):
        """Sends a text as smpplib encodes and cuts it; the sequence numbers of its parts."""
        parts, coding, esm_class = smpplib.gsm.make_parts(text, use_udhi=use_udhi)
        reference = 4711
        for number, part in enumerate(parts, 1):
            place = {"sar_msg_ref_num": reference, "sar_total_segments": len(parts), "sar_segment_seqnum": number}
            self.client.send_message(
                source_addr_ton=smpplib.consts.SMPP_TON_ALNUM, source_addr=SENDER, dest_addr_ton=smpplib.consts.SMPP_TON_INTL,
                dest_addr_npi=smpplib.consts.SMPP_NPI_ISDN, destination_addr=destination, short_message=part, data_coding=coding,
                esm_class=esm_class, registered_delivery=True, **({} if use_udhi or len(parts) == 1 else place))
        return len(parts)

    def hear(self, condition, what, seconds=20):
        """Takes what comes until the condition holds."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain for {what}: {self.sent}, {self.delivered}"
            self.client.read_once(auto_send_enquire_link=False)

    def receipts(self):
        """The receipts as id and state, from their text and from their parameters, which have to say the same."""
        found = []
        for pdu in self.delivered:
            words = re.match(rb"id:(\S+) sub:001 dlvrd:00[01] .* stat:(\w+) err:\d{3} text:", pdu.short_message)
            assert words, pdu.short_message
            assert words[1] == pdu.receipted_message_id.rstrip(b"\0")
            found.append((words[1].decode(), words[2].decode()))
        return found


def test_smpplib_sends_a_text_and_gets_its_receipt():
    with Simulator(*QUICK) as smsc, Client(smsc.port) as client:
        client.send("Code 123456 {€}")
        client.hear(lambda: client.delivered, "the receipt")
        assert client.receipts() == [(client.sent[0], "DELIVRD")]
        (message,) = smsc.until_messages(1)
        assert message["whole_text"] == "Code 123456 {€}" and message["encoding"] == "gsm7"
        assert message["message_id"] == client.sent[0] and message["system_id"] == "otp"
        assert (message["source_addr"], message["source_addr_ton"]) == (SENDER, 5)
        assert (message["destination_addr"], message["dest_addr_ton"], message["dest_addr_npi"]) == (PHONE, 1, 1)
        assert message["registered_delivery"] == 1 and message["faults"] == []


@pytest.mark.parametrize("use_udhi", [True, False], ids=["udh", "sar"])
@pytest.mark.parametrize("text", [GSM_LONG, UCS2_LONG], ids=["gsm", "ucs2"])
def test_smpplib_s_long_texts_arrive_whole_and_each_part_has_its_receipt(text, use_udhi):
    # smpplib cuts an escape or a surrogate pair in two when it comes to that; joined again they are whole.
    with Simulator(*QUICK) as smsc, Client(smsc.port) as client:
        count = client.send(text, use_udhi=use_udhi)
        assert count > 2
        client.hear(lambda: len(client.delivered) == count, f"{count} receipts")
        assert sorted(client.receipts()) == sorted((id, "DELIVRD") for id in client.sent)
        messages = smsc.until_messages(count)
        assert [message.get("whole_text") for message in messages] == [None] * (count - 1) + [text]
        assert [message["part"] for message in messages] == list(range(1, count + 1))


def test_smpplib_asks_where_a_message_stands():
    with Simulator("--receipt-delay", "300ms") as smsc, Client(smsc.port) as client:
        answers = []
        client.client.set_query_resp_handler(answers.append)
        client.send("Code 123456")
        client.hear(lambda: client.sent, "the response")
        for state in ("ENROUTE", "DELIVERED"):
            answers.clear()
            client.client.query_message(message_id=client.sent[0], source_addr_ton=5, source_addr_npi=0, source_addr=SENDER)
            client.hear(lambda: answers, "the answer to the query")
            assert answers[0].message_state == {"ENROUTE": 1, "DELIVERED": 2}[state]
            client.hear(lambda: client.delivered, "the receipt")


def test_what_smpplib_sends_as_a_transmitter_is_reported_to_its_receiver():
    with Simulator("--receipt-delay", "0s") as smsc, Client(smsc.port, "transmitter") as sender:
        sender.send("Code 123456")
        sender.hear(lambda: sender.sent, "the response")
        with Client(smsc.port, "receiver") as receiver:
            receiver.hear(lambda: receiver.delivered, "the receipt")
            assert receiver.receipts() == [(sender.sent[0], "DELIVRD")]


def test_smpplib_with_a_wrong_password_is_told_so():
    with Simulator("--account", "otp:right") as smsc:
        with pytest.raises(smpplib.exceptions.PDUError, match="(?i)password"):
            Client(smsc.port, password="wrong")
        with Client(smsc.port, password="right"):
            pass
        smsc.finish()
        assert [event["status"] for event in smsc.events("bind")] == [0x0E, 0]


def test_smpplib_speaks_tls_with_it(tmp_path):
    authority = Authority(tmp_path)
    certificate, key = authority.issue("smsc", "localhost")
    import ssl

    context = ssl.create_default_context(cafile=str(authority.path))
    context.check_hostname = False
    with Simulator(*QUICK, "--tls-certificate", certificate, "--tls-key", key) as smsc:
        assert smsc.lines[0].startswith("listening on smpps://")
        with Client(smsc.port, tls=context) as client:
            client.send("Code 123456")
            client.hear(lambda: client.delivered, "the receipt")


@pytest.mark.parametrize(
    "options, delivered",
    [
        (("--reply", UCS2_LONG), 6 + 6 * 4), (("--receipt-in-payload", "--receipt-quotes-text"), 6),
        (("--receipt-without", "text", "--throttle", "2"), 3),
        # tshark takes the text of a data_sm for one with a header when a deliver_sm before it in the same segment had one.
        (("--receipt-as-data-sm", "--split", "20%"), 0),
    ],
    ids=["replies", "payload", "parameters", "data_sm"])
def test_wireshark_understands_every_pdu_that_it_sends(tmp_path, options, delivered):
    with Simulator(*QUICK, *options) as smsc, Recorder(smsc.port) as recorder:
        with Client(recorder.port) as client:
            client.client.set_error_pdu_handler(lambda pdu: None)
            for number in range(6):
                client.send(f"Code {number}", f"3584012999{number:02d}")
            client.client.send_pdu(smpplib.smpp.make_pdu("enquire_link", client=client.client))
            client.hear(lambda: len(client.sent) == 6 and len(client.delivered) == delivered, "what it delivers")
            if not delivered:
                until(lambda: len(recorder.pdus(by_gateway=False, command=0x103)) == 6, 20, "the data_sm, which smpplib does not take")
        (link,) = recorder.links
    # The judge looks at one direction: the other one, for once.
    link = Link(link.number, [(moment, not from_client, octets) for moment, from_client, octets in link.chunks])
    write_capture(tmp_path / "capture.pcap", [link])
    sent = [command_of(pdu) for pdu in split(link.sent())]
    assert faults(tmp_path / "capture.pcap") == []
    assert sorted(decoded(tmp_path / "capture.pcap")) == sorted(sent)
    assert {0x80000009, 0x80000004, 0x80000015} | ({5, 0x80000006} if delivered else {0x103}) <= set(sent)


# aiosmpplib

# It leaves its stream to the garbage collector.
untidy = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


class Hook(aiosmpplib.AbstractHook):
    """Keeps what an ESME hears."""

    def __init__(self):
        self.responses, self.receipts, self.inbound, self.errors = [], [], [], []

    async def sending(self, smpp_message, pdu, client_id):
        pass

    async def received(self, smpp_message, pdu, client_id):
        if isinstance(smpp_message, aiosmpplib.DeliverSm):
            (self.receipts if smpp_message.is_receipt() else self.inbound).append(smpp_message)
        elif isinstance(smpp_message, aiosmpplib.SubmitSmResp):
            self.responses.append(smpp_message)

    async def send_error(self, smpp_message, error, client_id):
        self.errors.append(error)


def with_esme(port, body, seconds=60, **settings):
    """Runs `body(esme, hook)` with an ESME that is bound as a transceiver."""

    async def play():
        hook = Hook()
        esme = ESME("127.0.0.1", port, "otp", "secret", hook=hook, log_level="CRITICAL", **settings)
        starter = asyncio.create_task(esme.start())
        try:
            await asyncio.wait_for(body(esme, hook), seconds)
            await esme.stop()
            await asyncio.wait_for(starter, 10)
        finally:
            starter.cancel()
            await asyncio.gather(starter, return_exceptions=True)

    asyncio.run(play())


async def until_true(condition, what, seconds=30):
    deadline = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, f"waited in vain for {what()}"
        await asyncio.sleep(0.01)


def submit(text, number=PHONE, **settings):
    return SubmitSm(
        short_message=text, source=PhoneNumber(SENDER, TON.ALPHANUMERIC, NPI.UNKNOWN),
        destination=PhoneNumber(number, TON.INTERNATIONAL, NPI.ISDN), log_id=number, **settings)


@untidy
@pytest.mark.parametrize(
    "text, settings",
    [
        ("Code 123456 {€}", {}),
        ("Ваш код 123456", {}),
        # aiosmpplib counts characters where it should count septets: no text of the extension table here.
        (GSM_LONG, {"auto_message_payload": False, "esm_class": 0x40}),
        (UCS2_LONG, {"auto_message_payload": False, "esm_class": 0x40}),
        (GSM_LONG, {}),
    ],
    ids=["gsm", "ucs2", "gsm-udh", "ucs2-udh", "payload"],
)
def test_aiosmpplib_sends_a_text_and_gets_its_receipts(text, settings):
    with Simulator(*QUICK) as smsc:

        async def body(esme, hook):
            await esme.broker.enqueue(submit(text, **settings))
            await until_true(lambda: hook.receipts or hook.errors, lambda: f"a receipt: {vars(hook)}")
            # One for all parts: aiosmpplib waits until each is reported.
            assert not hook.errors
            assert [receipt.parse_receipt()["stat"] for receipt in hook.receipts] == ["DELIVRD"]

        with_esme(smsc.port, body)
        _, summary, _ = smsc.finish()
        messages = smsc.messages()
        assert messages[-1]["whole_text"] == text
        assert (len(messages) > 1) == ("esm_class" in settings)
        assert summary["receipts_acknowledged"] == len(messages)


@untidy
def test_aiosmpplib_gets_through_throttling_split_segments_and_early_receipts():
    count = 60
    options = [*QUICK, "--throttle", "20x2", "--split", "20%", "--join", "20%", "--receipt-first", "30%", "--response-jitter", "20ms"]
    with Simulator(*options) as smsc:

        async def body(esme, hook):
            for number in range(count):
                await esme.broker.enqueue(submit(f"Code {number}", f"3584012345{number:02d}"))
            await until_true(
                lambda: len(hook.responses) == count and len(hook.receipts) == count - 4,
                lambda: f"{len(hook.responses)} responses, {len(hook.receipts)} receipts, {hook.errors}")

        with_esme(smsc.port, body)
        _, summary, _ = smsc.finish()
        assert summary["refused"] == 4 and summary["accepted"] == count - 4
        assert summary["receipts_acknowledged"] == count - 4


@untidy
def test_a_phone_s_messages_reach_aiosmpplib_long_ones_in_parts(tmp_path):
    inbound = tmp_path / "inbound"
    inbound.write_text(f"{PHONE} 12345 STOP\n\n+{PHONE} {SENDER} {UCS2_LONG}\n")
    with Simulator("--inbound", inbound, "--reply", "thanks", "--reply-to", "2", *QUICK) as smsc:

        async def body(esme, hook):
            await until_true(lambda: len(hook.inbound) == 2, lambda: f"the phone's messages: {hook.inbound}")
            found = [(one.source.number, one.destination.number, one.short_message) for one in hook.inbound]
            assert found == [(PHONE, "12345", "STOP"), (PHONE, SENDER, UCS2_LONG)]
            for number in range(4):
                await esme.broker.enqueue(submit("Code", f"35840123456{number}"))
            await until_true(lambda: len(hook.inbound) == 4, lambda: f"the phones' answers: {hook.inbound}")
            answers = [(one.source.number, one.short_message) for one in hook.inbound[2:]]
            assert answers == [("358401234561", "thanks"), ("358401234563", "thanks")]

        with_esme(smsc.port, body)


# Kannel


KANNEL = """\
group = core
admin-port = {admin_port}
admin-password = admin
smsbox-port = {box_port}
box-allow-ip = "127.0.0.1"
log-file = "{directory}/bearerbox.log"
log-level = 1
dlr-storage = internal

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {http_port}
log-file = "{directory}/smsbox.log"
log-level = 1

group = smsc
smsc = smpp
smsc-id = simulator
host = 127.0.0.1
port = {smsc_port}
smsc-username = otp
smsc-password = secret
system-type = ""
transceiver-mode = true
interface-version = 34
msg-id-type = {id_type}
reconnect-delay = 1
source-addr-autodetect = yes
dest-addr-ton = 1
dest-addr-npi = 1

group = sendsms-user
username = test
password = test
max-messages = 10
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "http://127.0.0.1:{callback_port}/inbound?from=%p&to=%P&text=%a"
"""


# Where `make test-tools` has unpacked it, or where Debian's package installs it.
UNPACKED = REPOSITORY / ".build" / "kannel" / "usr" / "sbin"
KANNEL_PROGRAMS = UNPACKED if UNPACKED.is_dir() else Path("/usr/sbin")


class Callbacks(http.server.ThreadingHTTPServer):
    """What Kannel calls when something comes: paths with their parameters."""

    def __init__(self):
        self.calls = []
        calls = self.calls

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                parts = urllib.parse.urlsplit(self.path)
                calls.append((parts.path, dict(urllib.parse.parse_qsl(parts.query))))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def of(self, path):
        return [parameters for one, parameters in list(self.calls) if one == path]


@contextlib.contextmanager
def kannel(directory, smsc_port, id_type=0):
    """Bearerbox and smsbox of a test's own, bound to an SMSC: (send, callbacks). `id_type` is Kannel's msg-id-type."""
    admin_port, box_port, http_port = free_port(), free_port(), free_port()
    with contextlib.ExitStack() as stack:
        callbacks = stack.enter_context(Callbacks())
        configuration = directory / "kannel.conf"
        configuration.write_text(KANNEL.format(
            directory=directory, admin_port=admin_port, box_port=box_port, http_port=http_port, smsc_port=smsc_port,
            callback_port=callbacks.server_port, id_type=id_type))
        for program, port in (("bearerbox", box_port), ("smsbox", http_port)):
            stack.enter_context(Peer([KANNEL_PROGRAMS / program, "-v", "4", configuration], port))

        def send(text, to=PHONE, **parameters):
            query = {
                "username": "test", "password": "test", "from": SENDER, "to": to, "text": text, "charset": "UTF-8", "dlr-mask": 27,
                "dlr-url": f"http://127.0.0.1:{callbacks.server_port}/receipt?state=%d&id=%F&text=%A", **parameters,
            }
            url = f"http://127.0.0.1:{http_port}/cgi-bin/sendsms?{urllib.parse.urlencode(query)}"
            with urllib.request.urlopen(url, timeout=20) as answer:
                assert answer.status == 202, answer.read()

        def status():
            with contextlib.suppress(OSError), urllib.request.urlopen(
                    f"http://127.0.0.1:{admin_port}/status.txt?password=admin", timeout=20) as answer:
                return answer.read().decode()
            return ""

        until(lambda: re.search(r"(?s)smsbox:.*\(online", status()), 20, lambda: f"Kannel to bind: {status()}")
        yield send, callbacks


# What Kannel says with %d, and asks for with the sum of them.
DELIVERED_TO_PHONE, NOT_DELIVERED_TO_PHONE, QUEUED, ACCEPTED_BY_SMSC, REFUSED_BY_SMSC = "1", "2", "4", "8", "16"


def receipt_states(callbacks):
    return [call["state"] for call in callbacks.of("/receipt")]


def test_kannel_sends_short_and_long_texts_and_hears_of_their_delivery(tmp_path):
    with Simulator(*QUICK) as smsc, kannel(tmp_path, smsc.port) as (send, callbacks):
        send("Code 123456")
        until(lambda: receipt_states(callbacks) == [ACCEPTED_BY_SMSC, DELIVERED_TO_PHONE], 20, lambda: f"the receipt: {callbacks.calls}")
        (message,) = smsc.until_messages(1)
        assert message["whole_text"] == "Code 123456"
        assert (message["source_addr"], message["source_addr_ton"]) == (SENDER, 5)
        callbacks.calls.clear()
        send("Code 123456", **{"dlr-mask": 31})
        until(lambda: receipt_states(callbacks) == [ACCEPTED_BY_SMSC, QUEUED, DELIVERED_TO_PHONE], 20, lambda: f"all: {callbacks.calls}")
        for text, coding in ((GSM_LONG, 0), (UCS2_LONG, 2)):
            callbacks.calls.clear()
            send(text, coding=coding)
            until(lambda: DELIVERED_TO_PHONE in receipt_states(callbacks), 20, lambda: f"the receipt: {callbacks.calls}")
            (last,) = until(lambda: smsc.messages(whole_text=text), 20, lambda: f"the long text: {smsc.messages()[2:]}")
            assert last["parts"] > 2
        assert {bind["system_id"] for bind in smsc.events("bind")} == {"otp"}


@pytest.mark.parametrize("id_type, response, receipt", [(3, "hex", "hex-padded"), (1, "hex-upper", "decimal"), (2, "decimal", "hex")])
def test_kannel_matches_ids_that_responses_and_receipts_spell_differently(tmp_path, id_type, response, receipt):
    spelling = ("--response-id", response, "--receipt-id", receipt)
    with Simulator(*QUICK, *spelling) as smsc, kannel(tmp_path, smsc.port, id_type) as (send, callbacks):
        send("Code 123456")
        until(lambda: receipt_states(callbacks) == [ACCEPTED_BY_SMSC, DELIVERED_TO_PHONE], 20, lambda: f"the receipt: {callbacks.calls}")


def test_kannel_hears_what_a_magic_destination_stands_for(tmp_path):
    with Simulator(*QUICK) as smsc, kannel(tmp_path, smsc.port) as (send, callbacks):
        send("Code 1", "358401299901")
        until(lambda: receipt_states(callbacks)[-1:] == [NOT_DELIVERED_TO_PHONE], 20, lambda: f"UNDELIV: {callbacks.calls}")
        send("Code 2", "358401299912")
        until(lambda: receipt_states(callbacks)[-1:] == [REFUSED_BY_SMSC], 20, lambda: f"the refusal: {callbacks.calls}")
        send("Code 3", "358401299930")
        until(lambda: callbacks.of("/inbound"), 20, "the phone's STOP")
        (inbound,) = callbacks.of("/inbound")
        assert inbound["text"] == "STOP" and inbound["from"].endswith("358401299930")


def test_kannel_binds_again_after_a_restart_and_gets_the_receipts_that_waited(tmp_path):
    options = ("--receipt-delay", "300ms", "--restart", "3", "--downtime", "300ms")
    with Simulator(*options) as smsc, kannel(tmp_path, smsc.port) as (send, callbacks):
        for number in range(3):
            send(f"Code {number}", f"35840123456{number}")
        # The third is taken and not answered: Kannel sends it again, unmarked.
        until(lambda: receipt_states(callbacks).count(DELIVERED_TO_PHONE) >= 3, 40, lambda: f"three receipts: {callbacks.calls}")
        code, summary, _ = smsc.finish()
        assert code == 0 and summary["session_faults"] >= 1 and summary["duplicates"] >= 1 and summary["binds"] >= 2


# The command itself


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_signal_ends_it_with_a_summary_and_0(number):
    with Simulator(*QUICK) as smsc:
        with Client(smsc.port) as client:
            for text in ("Code 1", "Code 2", "Code 1"):
                client.send(text)
            client.hear(lambda: len(client.delivered) == 3, "the receipts")
        code, summary, words = smsc.finish(number)
    assert code == 0
    facts = {
        "submits": 3, "accepted": 3, "unique_texts": 2, "duplicates": 1, "receipts_due": 3, "receipts_sent": 3,
        "receipts_acknowledged": 3, "binds": 1,
    }
    assert {name: summary[name] for name in facts} == facts
    assert "submits: 3" in words and "1 duplicates" in words and "receipts: 3 due, 3 sent, 3 acknowledged" in words


def test_the_log_goes_to_a_file_or_nowhere(tmp_path):
    path = tmp_path / "smsc.jsonl"
    for options, lines in ((("--log", path), 1), (("--quiet",), 1)):
        with Simulator(*QUICK, *options) as smsc:
            with Client(smsc.port) as client:
                client.send("Code 123456")
                client.hear(lambda: client.delivered, "the receipt")
            smsc.finish()
            assert not [line for line in smsc.lines if line.startswith("{")]
            assert len(smsc.lines) > lines
    assert [entry["event"] for entry in log_of(path)] == ["bind", "message", "end", "summary"]
    assert "secret" not in path.read_text(), "a password in the log"


def test_the_same_seed_draws_the_same_faults():
    def statuses(seed):
        with Simulator("--seed", seed, "--throttle", "30%", "--quiet") as smsc, Client(smsc.port) as client:
            found = []
            client.client.set_error_pdu_handler(lambda pdu: None)
            client.client.set_message_sent_handler(lambda pdu: found.append(pdu.status))
            for number in range(40):
                client.send(f"Code {number}", f"3584012345{number:02d}")
            client.hear(lambda: len(found) == 40, "the responses")
            return found

    assert statuses(7) == statuses(7)
    assert statuses(7) != statuses(8)
    assert set(statuses(7)) == {0, 0x58}


def test_typed_lines_are_messages_of_phones():
    port = free_port()
    child = subprocess.Popen(
        [str(binary()), "simulate", "smsc", "--port", str(port), "--inbound", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    try:
        assert child.stdout.readline() == f"listening on smpp://127.0.0.1:{port}\n"
        with Client(port) as client:
            child.stdin.write(f"{PHONE} {SENDER} typed words\nnonsense\n")
            child.stdin.flush()
            client.hear(lambda: client.delivered, "the typed message")
            assert client.delivered[0].short_message == b"typed words"
        # Its standard input stays open: the end does not wait for it.
        child.terminate()
        out, err = child.communicate(timeout=20)
        assert child.returncode == 0 and "nonsense" in err and "inbound: 1 sent, 1 acknowledged" in out
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()


def test_a_port_in_use_is_told(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("simulate", "smsc", "--port", port, directory=tmp_path)
    assert result.code == UNAVAILABLE and str(port) in result.err and "--port" in result.err
    assert result.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("--drop-response", "often"), ("--outcome", "UNDELIV"), ("--outcome", "UNDELIV=60%", "--outcome", "EXPIRED=60%"),
        ("--account", "no-password"), ("--refuse", "0x=5%"), ("--profile", "odd"), ("--port", "70000"), ("--throttle-above", "5/m"),
        ("--tls-key", "x"), ("--receipt-date-digits", "11"), ("--response-delay", "5"),
    ],
    ids=" ".join,
)
def test_wrong_options_are_64_and_named(tmp_path, arguments):
    result = run("simulate", "smsc", *arguments, directory=tmp_path)
    assert result.code == USAGE
    assert arguments[0] in result.err


def test_files_that_are_not_there_are_told(tmp_path):
    for option in ("--inbound", "--log", "--tls-certificate"):
        path = Path("/no/such/place")
        extra = ("--tls-key", path) if option == "--tls-certificate" else ()
        result = run("simulate", "smsc", "--port", 0, option, path, *extra, directory=tmp_path)
        assert result.code not in (0, USAGE) and option in result.err, result.text
