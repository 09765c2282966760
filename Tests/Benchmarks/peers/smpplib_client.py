# SPDX-License-Identifier: Apache-2.0
"""Raw submit rate of smpplib's client: WINDOW requests on one bind. Usage: smpplib_client.py PORT COUNT WINDOW [receipts]"""

import json
import logging
import resource
import sys
import time

import smpplib.client
import smpplib.consts


def main(port, count, window, wants_receipts):
    logging.disable(logging.CRITICAL)
    client = smpplib.client.Client("127.0.0.1", port, allow_unknown_opt_params=True)
    answered = receipts = submitted = 0

    def on_answer(pdu):
        nonlocal answered
        answered += 1

    def on_receipt(pdu):
        nonlocal receipts
        receipts += 1

    client.set_message_sent_handler(on_answer)
    client.set_message_received_handler(on_receipt)
    client.connect()
    client.bind_transceiver(system_id="smpplib", password="secret")
    text = b"This is one of many messages, and its number is "
    start = time.monotonic()
    while answered < count or (wants_receipts and receipts < count):
        while submitted < count and submitted - answered < window:
            client.send_message(
                source_addr_ton=smpplib.consts.SMPP_TON_INTL, source_addr_npi=smpplib.consts.SMPP_NPI_ISDN, source_addr="18555550142",
                dest_addr_ton=smpplib.consts.SMPP_TON_INTL, dest_addr_npi=smpplib.consts.SMPP_NPI_ISDN, destination_addr="12065550100",
                short_message=text + b"%012d" % submitted, registered_delivery=wants_receipts)
            submitted += 1
        client.read_once()
    seconds = time.monotonic() - start
    client.unbind()
    client.disconnect()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"submitted": answered, "receipts": receipts, "seconds": seconds, "maxRSS": peak}))


main(*map(int, sys.argv[1:4]), len(sys.argv) > 4)
