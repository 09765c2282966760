# SPDX-License-Identifier: Apache-2.0
"""Raw submit rate of smpp34's client: WINDOW coroutines on one bind. Usage: smpp34_client.py PORT COUNT WINDOW [receipts]"""

import asyncio
import json
import os
import resource
import sys
import time

import smpp34


async def main(port, count, window, wants_receipts):
    smsc = await smpp34.Client(
        "127.0.0.1", port, "smpp34", "secret", bind_type="TRX", window_size=window, inbound_capacity=65536).connect()
    text = b"This is one of many messages, and its number is "
    receipts, numbers = 0, iter(range(count))
    every = asyncio.Event()

    async def receive():
        nonlocal receipts
        while not isinstance(await smsc.next(), smpp34.Disconnected):
            receipts += 1
            if receipts == count:
                every.set()

    async def submit():
        for number in numbers:
            answer = await smsc.submit_sm(
                "12065550100", text + b"%012d" % number, source_addr="18555550142", source_addr_ton=1, source_addr_npi=1, dest_addr_ton=1,
                dest_addr_npi=1, registered_delivery=int(wants_receipts))
            assert answer.is_success, answer.command_status

    receiver = asyncio.create_task(receive())
    start = time.monotonic()
    await asyncio.gather(*(submit() for _ in range(window)))
    if wants_receipts:
        await every.wait()
    seconds = time.monotonic() - start
    receiver.cancel()
    await smsc.unbind()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"submitted": count, "receipts": receipts, "seconds": seconds, "maxRSS": peak}), flush=True)
    # Its runtime may die while the interpreter is taken down: after the end of what is measured.
    os._exit(0)


asyncio.run(main(*map(int, sys.argv[1:4]), len(sys.argv) > 4))
