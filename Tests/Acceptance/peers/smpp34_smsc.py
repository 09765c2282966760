# SPDX-License-Identifier: Apache-2.0
"""An SMSC made of smpp34's server: takes every bind, answers every message, sends receipts, and tells of each as a line of JSON.

Usage: smpp34_smsc.py PORT [--receipt-delay SECONDS] [--receipts text|parameters|both|none] [--receipt-ids same|decimal]
                      [--reject DIGITS=STATUS]...

With --receipt-ids decimal the ids of its answers are hexadecimal and those of its receipts are the same numbers in decimal.
Messages to a destination that ends with DIGITS are refused with STATUS.
"""

import argparse
import asyncio
import json
import time

import smpp34


def tell(event, **facts):
    print(json.dumps({"event": event, **facts}), flush=True)


class MessageCentre:
    def __init__(self, options):
        self.options = options
        self.rejections = dict(pair.split("=") for pair in options.reject)
        self.sessions = {}
        self.accounts = {}
        self.tasks = set()
        self.count = 0

    async def run(self):
        server = smpp34.Server("127.0.0.1", self.options.port, system_id="smpp34")
        await server.start()
        tell("listening")
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                self.sessions[event.session_id] = event
                self.accounts[event.session_id] = event.system_id
                tell("bound", systemID=event.system_id, session=event.session_id, canReceive=event.can_receive)
            elif isinstance(event, smpp34.SubmitSmEvent):
                self.take(event)
            else:
                self.sessions.pop(event.session_id, None)
                tell("unbound", session=event.session_id)

    def take(self, event):
        destination = event.destination_addr
        status = next((int(status, 0) for digits, status in self.rejections.items() if destination.endswith(digits)), 0)
        self.count += 1
        number = 0xA1B2C3 + self.count
        identifier = f"{number:08X}"
        tell(
            "submit", session=event.session_id, id=identifier, status=status, serviceType=event.service_type,
            source=[event.source_addr_ton, event.source_addr_npi, event.source_addr],
            destination=[event.dest_addr_ton, event.dest_addr_npi, destination], esmClass=event.esm_class, protocolID=event.protocol_id,
            dataCoding=event.data_coding, registeredDelivery=event.registered_delivery, shortMessage=event.short_message.hex(),
            parameters={str(tlv.tag): tlv.value.hex() for tlv in event.tlvs})
        if status:
            event.reject(status)
            return
        event.accept(identifier)
        if self.options.receipts != "none" and event.registered_delivery & 1:
            task = asyncio.create_task(self.deliver(event.session_id, identifier, number, event.source_addr, destination))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def receiver(self, session):
        """The session itself if it can receive, else another of its account."""
        account = self.accounts[session]
        candidates = [self.sessions.get(session), *self.sessions.values()]
        return next((one for one in candidates if one and one.can_receive and one.system_id == account), None)

    async def deliver(self, session, identifier, number, source, destination):
        await asyncio.sleep(self.options.receipt_delay)
        told = str(number) if self.options.receipt_ids == "decimal" else identifier
        now = time.strftime("%y%m%d%H%M", time.gmtime())
        text = f"id:{told} sub:001 dlvrd:001 submit date:{now} done date:{now} stat:DELIVRD err:000 text:"
        tlvs = [
            smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, told.encode() + b"\0"), smpp34.Tlv(smpp34.TLV_MESSAGE_STATE, b"\x02"),
            smpp34.Tlv(smpp34.TLV_NETWORK_ERROR_CODE, b"\x03\x00\x00")]
        form = self.options.receipts
        for _ in range(100):  # until somebody can be told
            receiver = self.receiver(session)
            if receiver:
                try:
                    answer = await receiver.deliver_sm(
                        source, b"" if form == "parameters" else text.encode(), source_addr=destination, source_addr_ton=1,
                        source_addr_npi=1, esm_class=4, tlvs=[] if form == "text" else tlvs)
                    tell("receipt", id=identifier, session=receiver.session_id, status=answer.command_status)
                    if answer.is_success:
                        return
                except smpp34.SmppError as error:
                    tell("receipt", id=identifier, session=receiver.session_id, error=str(error))
            await asyncio.sleep(0.1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--receipt-delay", type=float, default=0.05)
    parser.add_argument("--receipts", choices=["text", "parameters", "both", "none"], default="both")
    parser.add_argument("--receipt-ids", choices=["same", "decimal"], default="same")
    parser.add_argument("--reject", action="append", default=[])
    asyncio.run(MessageCentre(parser.parse_args()).run())


main()
