# SPDX-License-Identifier: Apache-2.0
"""`countersign simulate smsc` as a child process, and what it tells of the messages that it got."""

import json
import signal
import subprocess

from gateway import binary, until
from smsc import Peer, free_port


class Simulator(Peer):
    """The simulated SMSC; a context manager that ends it."""

    def __init__(self, *options, port=None):
        port = port or free_port()
        super().__init__([binary(), "simulate", "smsc", "--port", port, *options], port, r"^listening on smpps?://127\.0\.0\.1:\d+$")

    def messages(self, destination=None, **facts):
        """The submit_sm and data_sm that came, in their order: all, or those to a number."""
        if destination is not None:
            facts["destination_addr"] = destination
        return self.events("message", **facts)

    def until_messages(self, count, destination=None, seconds=20):
        """Waits until so many have come, and returns them."""
        return until(
            lambda: found if len(found := self.messages(destination)) >= count else None, seconds,
            lambda: f"{count} messages at the simulator, which tells {self.lines[-10:]}")

    def finish(self, number=signal.SIGTERM):
        """Asks it to end: (exit code, the summary of its log, the last lines in words)."""
        self.process.send_signal(number)
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.stop()
            raise AssertionError("the simulator did not end") from None
        self._reader.join(10)
        summaries = self.events("summary")
        words = [line for line in self.lines if not line.startswith("{")]
        return code, summaries[-1] if summaries else None, "".join(words)


def log_of(path):
    """The lines of a log file."""
    return [json.loads(line) for line in path.read_text().splitlines()]
