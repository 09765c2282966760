# SPDX-License-Identifier: Apache-2.0
"""Whole gateways: HTTP in, a durable store between, SMPP out; Countersign and Kannel against the same sink in the same run."""

import collections
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import kannel
from server_process import BenchmarkFailure
from smpp_gateway import SMPPGateway, destinations
from smpp_report import figure, quantile, table

TEXT = "This is one of many messages, and its number is {:012d}"
OURS, PEER = "Countersign", "Kannel 1.4.5"
RECEIPT_DELAY = 100
SUBMIT_DELAY = 20


@contextmanager
def started(bench, gateway, sink, window, receipts):
    """A gateway bound to a sink: what starts it, its requests, and what it says when it takes one."""
    directory = bench.new_directory()
    with ExitStack() as stack:
        if gateway == OURS:
            options = bench.options
            running = stack.enter_context(
                SMPPGateway(options.countersign, directory, bench.secret, bench.token, sink.port, window, receipts))
            yield running, running.requests, "SUCCESSFUL", None
        else:
            running = stack.enter_context(kannel.Kannel(directory, sink.port, window))
            callbacks = stack.enter_context(bench.devices.callbacks()) if receipts else None

            def requests(numbers):
                return running.requests(numbers, TEXT, callbacks.port if callbacks else None)

            yield running, requests, "Accepted for delivery", callbacks


def gateways(bench):
    """The gateways that can be measured here."""
    return ([OURS] if bench.has_gateway else []) + ([PEER] if kannel.is_installed() else [])


def is_accepted(call):
    """Whether the gateway took the message."""
    return call.status in ("200", "202")


def check(bench, gateway, running, calls, seen, receipts, callbacks):
    """Every message was taken, went out once, and is told as delivered."""
    count = len(calls)
    refused = collections.Counter(call.status for call in calls if not is_accepted(call))
    if refused or seen["submits"] != count or seen["duplicates"]:
        raise BenchmarkFailure(f"{gateway}: of {count} requests {dict(refused)} failed; the SMSC saw {seen}")
    if gateway == OURS:
        expected = {"delivered" if receipts else "submitted": count}
        deadline = time.monotonic() + 10
        while (states := running.states()) != expected:
            if time.monotonic() > deadline:
                raise BenchmarkFailure(f"{count} sends were answered SUCCESSFUL, and the store holds {states}")
            time.sleep(0.1)
    elif receipts:
        deadline = time.monotonic() + 30
        while callbacks.count() < count:
            if time.monotonic() > deadline:
                raise BenchmarkFailure(f"Kannel told of {callbacks.count()} receipts of {count}")
            time.sleep(0.1)


def end_to_end(bench):
    """Section: as fast as it goes."""
    steps = [(OURS, 16), (OURS, 64), (PEER, 16), (PEER, 64)]
    steps = [step for step in steps if step[0] in gateways(bench)]
    found = collections.defaultdict(list)
    for run in range(bench.options.runs):
        for receipts in (True, False):
            for gateway, connections in steps:
                bench.progress(f"end to end, run {run + 1}: {gateway}, {connections} connections{', receipts' if receipts else ''}")
                found[gateway, connections, receipts].append(one_run(bench, gateway, connections, receipts))
    rows = []
    for (gateway, connections, receipts), runs in found.items():
        rows.append([
            gateway, str(connections), "yes" if receipts else "no", str(runs[0]["count"]),
            *(figure([run[name] for run in runs], places) for name, places in (
                ("rate", 0), ("accepted", 0), ("p50", 2), ("p99", 2), ("cpu", 3), ("megabytes", 1)))])
    head = [
        "gateway", "connections", "receipts", "messages", "OTP/s, HTTP to the last answer or receipt", "HTTP answers/s", "p50 ms", "p99 ms",
        "CPU s per 1000", "peak RSS, MB"]
    return "\n\n".join([
        "### HTTP → store → SMPP → receipt, as fast as it goes",
        f"One bind, window 100, receipts {RECEIPT_DELAY} ms after the answer. Every message was counted at the SMSC, and its receipt in "
        "the store (Countersign, which syncs each to the disk) or at the callback (Kannel, file store, which never syncs): none was lost, "
        "none came twice.",
        table(head, rows)])


def one_run(bench, gateway, connections, receipts):
    """One gateway, one load; the figures of it."""
    count = 40_000 // bench.share
    flags = ["--dedupe", *(["--dlr", RECEIPT_DELAY] if receipts else [])]
    with bench.devices.sink(*flags) as sink, started(bench, gateway, sink, 100, receipts) as (running, requests, expected, callbacks):
        requests = list(requests(destinations(count)))
        before = running.processor_seconds()
        calls = bench.devices.http(running.http_port, requests, connections, expected)
        seen = sink.wait_for(count, receipts, 120)
        cpu = running.processor_seconds() - before
        check(bench, gateway, running, calls, seen, receipts, callbacks)
        first = min(call.sent for call in calls)
        times = [(call.answered - call.sent) * 1000 for call in calls]
        result = {
            "count": count,
            "rate": count / ((seen["last_ack_ns"] if receipts else seen["last_ns"]) / 1e9 - first),
            "accepted": count / (max(call.answered for call in calls) - first),
            "p50": quantile(times, 0.5), "p99": quantile(times, 0.99), "cpu": cpu / count * 1000,
            "megabytes": running.peak_megabytes(),
        }
    bench.progress(f"  {result['rate']:.0f}/s, p99 {result['p99']:.2f} ms, CPU {result['cpu']:.3f} s per 1000")
    return result


def delayed(bench):
    """Section: a slow SMSC. All messages are queued before it answers the first one."""
    rows = []
    for gateway in gateways(bench):
        for receipts in (False, True):
            cells = []
            for window in (10, 100):
                runs = [behind_a_delay(bench, gateway, window, receipts) for _ in range(bench.options.runs)]
                cells += [figure(runs), figure([100 * rate / (window * 1000 / SUBMIT_DELAY) for rate in runs], 1, " %")]
            rows.append([gateway, "yes" if receipts else "no", *cells])
    head = ["gateway", "receipts", "window 10, submits/s", "of 500/s", "window 100, submits/s", "of 5000/s"]
    return "\n\n".join([
        f"### Whole gateways before an SMSC that answers after {SUBMIT_DELAY} ms",
        "All messages were queued before the SMSC answered the first one. Asked: at least 95 % of window ÷ delay.",
        table(head, rows)])


def behind_a_delay(bench, gateway, window, receipts):
    """Submits per second of one run."""
    count = int(window * 1000 / SUBMIT_DELAY * 5) // bench.share
    flags = ["--resp-delay", SUBMIT_DELAY, "--dedupe", *(["--dlr", RECEIPT_DELAY] if receipts else [])]
    with bench.devices.sink(*flags) as sink, started(bench, gateway, sink, window, receipts) as (running, requests, expected, callbacks):
        requests = list(requests(destinations(count)))
        sink.hold()
        calls = bench.devices.http(running.http_port, requests, 16, expected)
        sink.go_on()
        seen = sink.wait_for(count, receipts, 120)
        check(bench, gateway, running, calls, seen, receipts, callbacks)
    rate = count / ((seen["last_ns"] - seen["first_ns"]) / 1e9 + SUBMIT_DELAY / 1000)
    bench.progress(f"delay: {gateway}, window {window}{', receipts' if receipts else ''}: {rate:.0f}/s")
    return rate


def light(bench):
    """Section: what a single person waits for."""
    rows = []
    for gateway in gateways(bench):
        for receipts in (True, False):
            runs = [light_run(bench, gateway, receipts) for _ in range(bench.options.runs)]
            cells = [figure([run[name] for run in runs], 2) for name in ("wire50", "wire99", "http50", "http99")]
            rows.append([gateway, "yes" if receipts else "no", *cells])
    head = ["gateway", "receipts", "HTTP request → submit_sm at the SMSC, p50 ms", "p99 ms", "HTTP request → answer, p50 ms", "p99 ms"]
    return "\n\n".join([
        "### Light load: 50 messages a second",
        "Asked: p50 ≤ 2 ms and p99 ≤ 10 ms to the wire, the durable write among it.",
        table(head, rows)])


def light_run(bench, gateway, receipts):
    """The latencies of one run in milliseconds: each message is found at the SMSC by its destination."""
    count = 1000 // bench.share
    log = os.path.join(bench.new_directory(), "sink.log")
    with bench.devices.sink("--dlr", RECEIPT_DELAY, "--log", log) as sink:
        with started(bench, gateway, sink, 10, receipts) as (running, requests, expected, _):
            calls = bench.devices.http(running.http_port, list(requests(destinations(count))), 4, expected, rate=50)
            sink.wait_for(count, receipts, 30)
    arrived = {submit["dst"].lstrip("+"): submit["ns"] / 1e9 for submit in submits(log)}
    wire = [(arrived[call.name.lstrip("+")] - call.sent) * 1000 for call in calls]
    http = [(call.answered - call.sent) * 1000 for call in calls]
    result = {
        "wire50": quantile(wire, 0.5), "wire99": quantile(wire, 0.99), "http50": quantile(http, 0.5), "http99": quantile(http, 0.99)}
    words = ", ".join(f"{name} {value:.2f} ms" for name, value in result.items())
    bench.progress(f"light: {gateway}{', receipts' if receipts else ''}: {words}")
    return result


def submits(log):
    """The lines of a sink's log."""
    with open(log) as file:
        return [json.loads(line) for line in file]


def kill(bench):
    """Section: kill -9 in the middle of a load."""
    rows = []
    for gateway in gateways(bench):
        for receipts in (True, False):
            runs = [kill_run(bench, gateway, receipts) for _ in range(bench.options.runs)]
            names = ("offered", "accepted", "broken", "refused", "lost", "unfinished", "duplicates", "unmarked", "marked")
            rows.append([gateway, "yes" if receipts else "no", *(figure([run[name] for run in runs]) for name in names)])
    head = [
        "gateway", "receipts", "offered", "accepted", "connection broke, outcome unknown to the caller", "refused while it was down",
        "**accepted but lost**", "without a good end", "**twice at the SMSC**", "**of these without a mark**",
        "marked as possible duplicates"]
    return "\n\n".join([
        "### kill -9",
        "1500 messages a second for 10 s, window 10, an SMSC that answers after 10 ms (so that thousands are queued); killed after 5 s, "
        "started again a second later. Kannel's smsbox does not survive bearerbox, and is killed and started with it. A good end is "
        "`delivered`, and `submitted` where no receipts are asked for.",
        table(head, rows)])


def kill_run(bench, gateway, receipts):
    """One kill; the counts of it."""
    count = 15_000 // bench.share
    log = os.path.join(bench.new_directory(), "sink.log")
    with bench.devices.sink("--resp-delay", 10, "--dlr", RECEIPT_DELAY, "--log", log) as sink:
        with started(bench, gateway, sink, 10, receipts) as (running, requests, expected, _):
            numbers = destinations(count)
            batch = list(requests(numbers))
            with ThreadPoolExecutor(1) as executor:
                fault = []
                calls = bench.devices.http(
                    running.http_port, batch, 64, expected, rate=1500,
                    during=lambda: fault.append(executor.submit(kill_and_restart, running, count / 1500 / 2)))
                fault[0].result()
            unfinished, marked = wait_for_the_end(gateway, running, sink, receipts)
        sink.stop()
    seen = collections.Counter(submit["dst"].lstrip("+") for submit in submits(log))
    by_status = collections.Counter("accepted" if is_accepted(call) else call.status for call in calls)
    others = set(by_status) - {"accepted", "broken", "refused"}
    twice = {number for number, times in seen.items() if times > 1}
    result = {
        "offered": count, "accepted": by_status["accepted"], "broken": by_status["broken"],
        "refused": by_status["refused"] + sum(by_status[status] for status in others),
        "lost": sum(is_accepted(call) and call.name.lstrip("+") not in seen for call in calls),
        "unfinished": unfinished, "duplicates": sum(times - 1 for times in seen.values()), "unmarked": len(twice - marked),
        "marked": len(marked),
    }
    bench.progress(f"kill: {gateway}{', receipts' if receipts else ''}: {result} {dict(by_status)}")
    return result


def kill_and_restart(running, seconds):
    """Kills after so many seconds, and starts again after one."""
    time.sleep(seconds)
    running.kill()
    time.sleep(1)
    running.restart()


def wait_for_the_end(gateway, running, sink, receipts):
    """Waits until every message has ended: how many not as they should, and the numbers whose message is marked as a possible duplicate.

    Of Kannel, which has no such pages, it is waited until nothing more comes.
    """
    if gateway != OURS:
        last, quiet = -1, 0
        while quiet < 30:
            submitted = sink.report()["submits"]
            quiet = quiet + 1 if submitted == last else 0
            last = submitted
            time.sleep(0.1)
        return None, set()
    # A message whose outcome is unknown is sent once more after a quarter of a minute.
    good = "delivered" if receipts else "submitted"
    deadline = time.monotonic() + 60
    while set(states := running.states()) - {good} and time.monotonic() < deadline:
        time.sleep(1)
    marked = {message["destination"].lstrip("+") for message in running.messages() if message.get("possibleDuplicate")}
    return sum(count for state, count in states.items() if state != good), marked
