# SPDX-License-Identifier: Apache-2.0
"""Answers codec questions with the libraries named in Tests/requirements.txt.

Reads a JSON list of requests from the file named first, writes the list of answers to the file named second, one for one.
An answer is what the library said, or null where it raised.
"""

import json
import logging
import sys
from datetime import timedelta
from io import StringIO

import gsmcodecs  # noqa: F401  registers the codecs
from gsmmodem.pdu import encodeSmsSubmitPdu
from smspdudecoder.fields import SMSDeliver, SMSSubmit

logging.disable(logging.CRITICAL)


def septets(request):
    return request["text"].encode("gsm23.038-%d-%d" % (request["locking"], request["single"])).hex().upper()


def text(request):
    return bytes.fromhex(request["septets"]).decode("gsm23.038-%d-%d" % (request["locking"], request["single"]))


def user_data(decoded):
    header = decoded["user_data"]["header"]
    data = decoded["user_data"]["data"]
    places = [e["data"] for e in (header or {}).get("elements", []) if e["iei"] in (0x00, 0x08)]
    return {
        "text": data if isinstance(data, str) else None,
        "octets": data.hex().upper() if isinstance(data, bytes) else None,
        "place": [places[-1][k] for k in ("reference", "parts_count", "part_number")] if places else None,
    }


def deliver(request):
    decoded = SMSDeliver.decode(StringIO(request["pdu"]))
    return user_data(decoded) | {
        "number": decoded["sender"]["number"],
        "time": int(decoded["scts"].timestamp()),
        "more": not decoded["header"]["mms"],
    }


def submit(request):
    decoded = SMSSubmit.decode(StringIO(request["pdu"]))
    return user_data(decoded) | {"number": decoded["recipient"]["number"], "report": decoded["header"]["srr"]}


def encoded_submit(request):
    pdus = encodeSmsSubmitPdu(
        request["to"], request["text"], reference=request["reference"], validity=timedelta(minutes=request["minutes"]),
        requestStatusReport=request["report"])
    return [bytes(pdu.data).hex().upper() for pdu in pdus]


VERBS = {"septets": septets, "text": text, "deliver": deliver, "submit": submit, "encodedSubmit": encoded_submit}


def answer(request):
    try:
        return VERBS[request["verb"]](request)
    except Exception:  # a peer's refusal is an answer
        return None


with open(sys.argv[1], encoding="utf-8") as file:
    requests = json.load(file)
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump([answer(request) for request in requests], file)
