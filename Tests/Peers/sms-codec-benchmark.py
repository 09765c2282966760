# SPDX-License-Identifier: Apache-2.0
"""Times the libraries of Tests/requirements.txt on the work that CodecBench times, one line for each."""

import sys
import timeit
from datetime import timedelta
from io import StringIO

import gsmcodecs  # noqa: F401  registers the codecs
from gsmmodem.pdu import decodeSmsPdu, encodeSmsSubmitPdu
from smspdudecoder.fields import SMSDeliver

TEXT = sys.argv[1]
DELIVER = "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37"
REPORT = "00062A0B914151550521F3621132114300806211321143108000"


def measure(name, operation):
    operation()
    number = 200
    best = sorted(timeit.repeat(operation, number=number, repeat=9))
    print(f"{name:<56} {best[4] / number * 1e9:8.0f}   ({best[0] / number * 1e9:.0f} … {best[8] / number * 1e9:.0f})")


print("Python %d.%d.%d" % sys.version_info[:3])
measure("gsmcodecs: encode 61 characters to septets", lambda: TEXT.encode("gsm23.038"))
measure(
    "python-gsmmodem-new: text to SUBMIT octets",
    lambda: encodeSmsSubmitPdu("+358401234567", TEXT, validity=timedelta(minutes=5), requestStatusReport=True))
measure("python-gsmmodem-new: STATUS-REPORT decode", lambda: decodeSmsPdu(REPORT))
measure("python-gsmmodem-new: DELIVER decode", lambda: decodeSmsPdu(DELIVER))
measure("smspdudecoder: DELIVER decode", lambda: SMSDeliver.decode(StringIO(DELIVER)))
