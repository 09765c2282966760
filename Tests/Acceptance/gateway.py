# SPDX-License-Identifier: Apache-2.0
"""A gateway under test: the real binary in its own directory, and the few things every test asks of it.

Nothing here reaches into the product: configuration goes in as a file, everything else through its ports.
Waiting is always polling against a deadline, never a fixed sleep.
"""

import itertools
import json
import os
import re
import signal
import subprocess
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

import boto3
import yaml
from botocore.config import Config
from prometheus_client.parser import text_string_to_metric_families

from wire import Connection, Credentials, signed

REPOSITORY = Path(__file__).resolve().parents[2]

OPERATOR_TOKEN = "operator-token-of-the-acceptance-tests"
TOLL_FREE = "+18555550142"
SENDER = "Countersign"

APPLICATION = "7353f53e6885409fa32d07cedacceptance"
OTHER_APPLICATION = "an application/with a path"
FULL = Credentials("AKIDACCEPTANCEFULL00", "secret/of+the/full+credential/0123456789")
SEND_ONLY = Credentials("AKIDACCEPTANCESEND00", "secret/of+the/send+credential/0123456789")
VERIFY_ONLY = Credentials("AKIDACCEPTANCEVERIFY", "secret/of+the/verify+credential/01234567")
OTHER = Credentials("AKIDACCEPTANCEOTHER0", "secret/of+the/other+application/01234567")

TERMINAL_STATES = {"delivered", "failed", "expired", "unknown"}


def binary():
    """The program under test, from COUNTERSIGN_BINARY or the debug build of this checkout."""
    path = Path(os.environ.get("COUNTERSIGN_BINARY", ".build/debug/countersign"))
    return path if path.is_absolute() else REPOSITORY / path


def settings(**sections):
    """A configuration with every kind of credential; `sections` replace top-level keys, None removes one."""
    document = {
        "server": {"host": "127.0.0.1", "port": 0},
        "storage": {"url": "sqlite:countersign.sqlite"},
        "secrets": {"keyFile": "countersign.key"},
        "operator": {"token": OPERATOR_TOKEN},
        "applications": [
            {
                "id": APPLICATION,
                "credentials": [
                    {"accessKeyID": FULL.access_key_id, "secretAccessKey": FULL.secret_access_key},
                    {
                        "accessKeyID": SEND_ONLY.access_key_id,
                        "secretAccessKey": SEND_ONLY.secret_access_key,
                        "allow": ["send"],
                    },
                    {
                        "accessKeyID": VERIFY_ONLY.access_key_id,
                        "secretAccessKey": VERIFY_ONLY.secret_access_key,
                        "allow": ["verify"],
                    },
                ],
            },
            {
                "id": OTHER_APPLICATION,
                "credentials": [
                    {"accessKeyID": OTHER.access_key_id, "secretAccessKey": OTHER.secret_access_key}
                ],
            },
        ],
        "transports": [{"id": "lab", "kind": "loopback"}],
        "originationIdentities": [
            {"identity": TOLL_FREE, "type": "tollFree", "countries": ["US", "CA"], "transports": ["lab"]},
            {"identity": SENDER, "type": "senderID", "countries": ["*"], "transports": ["lab"]},
        ],
    }
    document.update(sections)
    return {key: value for key, value in document.items() if value is not None}


def until(condition, seconds=10, what="the condition"):
    """Polls until `condition()` is truthy and returns it; fails with `what` (a text, or what makes it) after `seconds`."""
    deadline = time.monotonic() + seconds
    pause = 0.005
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds} s still not: {what() if callable(what) else what}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)


AREAS = [
    *(205, 209, 210, 212, 213, 214, 215, 217, 218, 219, 225, 228, 229, 231, 234, 239, 240, 248, 251, 252, 253, 254, 256),
    *(260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318),
    *(319, 320, 321, 323, 325, 330, 334, 336, 337, 347, 352, 360, 361, 386, 401, 402, 404, 405, 406, 407, 408, 409, 410),
    *(412, 413, 414, 415, 417, 419, 423, 432, 434, 435, 440, 443, 502, 503, 504, 505, 512, 515, 602, 615, 617, 702, 713),
]
_numbers = (
    f"+1{area}555{line:04d}" for area, line in itertools.cycle(itertools.product(AREAS, range(100, 200)))
)
_references = itertools.count(1)


def fresh_number():
    """A US number from the range reserved for fiction (555-0100 to 555-0199), another one at each call; never area 206."""
    return next(_numbers)


def fresh_reference():
    return f"reference-{next(_references)}"


@dataclass
class Gateway:
    """One directory with a configuration, and the process that serves it."""

    directory: Path
    document: dict | None = field(default_factory=settings)
    arguments: tuple = ()
    environment: dict = field(default_factory=dict)

    def __post_init__(self):
        self.process = None
        self.out = []
        self.err = []
        self.url = None
        self._clients = {}

    # Life

    def start(self, seconds=20):
        """Starts `serve` and waits for its line `listening on …`. Output of earlier lives is kept."""
        command = [str(binary()), "serve"]
        if self.document is not None:
            configuration = self.directory / "acceptance.yaml"
            configuration.write_text(yaml.safe_dump(self.document, sort_keys=False, allow_unicode=True))
            configuration.chmod(0o600)
            command += ["--config", str(configuration)]
        self.process = subprocess.Popen(
            [*command, *self.arguments],
            cwd=self.directory,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        begin = len(self.out)
        self._readers = [
            threading.Thread(target=_collect, args=(stream, lines), daemon=True)
            for stream, lines in ((self.process.stdout, self.out), (self.process.stderr, self.err))
        ]
        for reader in self._readers:
            reader.start()

        def listening():
            for line in self.out[begin:]:
                if match := re.search(r"listening on (https?)://(\S+):(\d+)", line):
                    return match
            assert self.process.poll() is None, f"serve ended with {self.process.returncode}: {self.log[-4000:]}"
            return None

        scheme, host, port = until(listening, seconds, "the line `listening on`").groups()
        self.url, self.address = f"{scheme}://{host}:{port}", (host, int(port))
        self._clients = {}
        return self

    def stop(self, number=signal.SIGTERM, seconds=20):
        """Asks the process to end and returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self._reap(seconds)

    def kill(self):
        """What a power cut does to the process: SIGKILL."""
        self.process.kill()
        return self._reap(10)

    def _reap(self, seconds):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"serve did not end within {seconds} s of the signal") from None
        finally:
            for reader in self._readers:
                reader.join(10)
            self.process.stdout.close()
            self.process.stderr.close()

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    @property
    def log(self):
        """Standard output and standard error of every life so far."""
        return "".join(self.out) + "".join(self.err)

    @property
    def database(self):
        return self.directory / "countersign.sqlite"

    # The AWS API

    def client(self, credentials=FULL, retries=0, **config):
        """An ordinary boto3 client; without retries, so that a test sees the first answer."""
        key = (credentials, retries, tuple(sorted(config.items())))
        if key not in self._clients:
            self._clients[key] = boto3.session.Session().client(
                "pinpoint",
                region_name="eu-central-1",
                endpoint_url=self.url,
                aws_access_key_id=credentials.access_key_id,
                aws_secret_access_key=credentials.secret_access_key,
                aws_session_token=credentials.session_token,
                config=Config(retries={"total_max_attempts": retries + 1, "mode": "standard"}, **config),
            )
        return self._clients[key]

    def send(self, destination, reference, *, client=None, application=APPLICATION, **parameters):
        """SendOTPMessage through boto3: the result of the one destination."""
        answer = (client or self.client()).send_otp_message(
            ApplicationId=application,
            SendOTPMessageRequestParameters=send_body(destination, reference, **parameters),
        )
        return answer["MessageResponse"]["Result"][destination]

    def verify(self, destination, reference, otp, *, client=None, application=APPLICATION):
        """VerifyOTPMessage through boto3: valid or not."""
        answer = (client or self.client()).verify_otp_message(
            ApplicationId=application,
            VerifyOTPMessageRequestParameters=verify_body(destination, reference, otp),
        )
        return answer["VerificationResponse"]["Valid"]

    def connect(self):
        """A keep-alive connection for raw requests."""
        return Connection(self.address)

    def post(self, operation, document, **options):
        """One raw signed request (`otp` or `verify-otp`) on a connection of its own."""
        options.setdefault("application", APPLICATION)
        options.setdefault("credentials", FULL)
        with self.connect() as connection:
            return connection.perform(signed(self.address, operation, document, **options))

    # The operator's endpoints

    def operator(self, path, method="GET", token=OPERATOR_TOKEN):
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        with self.connect() as connection:
            return connection.request(method, path, headers)

    def operated(self, path, **query):
        """The JSON of an operator endpoint that must answer 200."""
        response = self.operator(path + ("?" + urllib.parse.urlencode(query) if query else ""))
        assert response.status == 200, f"{path}: {response.status} {response.body[:500]!r}"
        return response.json()

    def samples(self):
        """Every value of /metrics, by name and labels."""
        text = self.operator("/metrics").body.decode()
        return {
            (sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def timeline(self, message):
        return self.operated(f"/operator/messages/{message}")

    def settled(self, message, seconds=20):
        """The timeline of a message once it has reached a terminal state."""

        def terminal():
            timeline = self.timeline(message)
            return timeline if timeline["state"] in TERMINAL_STATES else None

        return until(terminal, seconds, lambda: f"a terminal state of {self.timeline(message)}")

    def inbox(self, destination=None):
        """What the loopback transport delivered, newest first."""
        query = {} if destination is None else {"destination": destination}
        return self.operated("/operator/loopback/messages", **query)["messages"]

    def delivered(self, destination, message=None, seconds=10):
        """The delivered message to `destination`: the one with that id, else the newest."""

        def arrived():
            return next((m for m in self.inbox(destination) if message in (None, m["messageId"])), None)

        return until(arrived, seconds, f"a message to {destination} in the loopback inbox")

    def code(self, destination, message=None):
        """The code that the person at `destination` reads."""
        return code_in(self.delivered(destination, message)["body"])

    def send_and_read(self, destination, reference, **parameters):
        """Sends a code and returns it."""
        result = self.send(destination, reference, **parameters)
        assert result["DeliveryStatus"] == "SUCCESSFUL", result
        return self.code(destination, result["MessageId"])


def _collect(stream, lines):
    for line in stream:
        lines.append(line)


def code_in(body):
    """The only run of 5 to 8 digits in a body."""
    codes = re.findall(r"(?<!\d)\d{5,8}(?!\d)", body)
    assert len(codes) == 1, f"expected one code in {body!r}"
    return codes[0]


def another(code):
    """A wrong code of the same length."""
    return str((int(code[0]) + 1) % 10) + code[1:]


def send_body(destination, reference, **parameters):
    return {
        "Channel": "SMS",
        "BrandName": "ExampleCo",
        "OriginationIdentity": TOLL_FREE,
        "DestinationIdentity": destination,
        "ReferenceId": reference,
        **parameters,
    }


def verify_body(destination, reference, otp):
    return {"DestinationIdentity": destination, "ReferenceId": reference, "Otp": otp}


def leaves(document):
    """Every scalar of a JSON document, at any depth."""
    if isinstance(document, dict):
        for value in document.values():
            yield from leaves(value)
    elif isinstance(document, list):
        for value in document:
            yield from leaves(value)
    else:
        yield document


def dumped(document):
    return json.dumps(document, ensure_ascii=False)
