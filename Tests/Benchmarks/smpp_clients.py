# SPDX-License-Identifier: Apache-2.0
"""SMPP clients alone: raw submit rates beside other libraries, a slow SMSC, and the soak."""

import json
import os
import subprocess
import threading

from server_process import BenchmarkFailure
from smpp_devices import HERE, run_client
from smpp_report import figure, table

WINDOWS = [1, 10, 100]
RECEIPT_DELAY = 50
SUBMIT_DELAY = 20
OURS, FLOOR = "Countersign", "bare C loop"
# Messages of a run by window, without receipts and with: about a second or two each.
COUNTS = {
    OURS: ([30_000, 200_000, 400_000], [30_000, 150_000, 300_000]),
    FLOOR: ([100_000, 500_000, 1_000_000], [30_000, 200_000, 600_000]),
    "Net::SMPP 1.19 (Perl)": ([20_000, 40_000, 40_000], [3_000, 5_000, 20_000]),
    "smpp34 1.5.0 (Rust, Python)": ([15_000, 15_000, 20_000], [3_000, 6_000, 10_000]),
    "smpplib 2.2.4 (Python)": ([15_000, 15_000, 15_000], [500, 2_000, 10_000]),
}


def command(bench, client, port, count, window, receipts):
    """How a client is run."""
    if client == OURS:
        return [bench.options.smpp_load, "--port", port, "--count", count, "--window", window, *(["--receipts"] if receipts else [])]
    place = [port, count, window, *(["receipts"] if receipts else [])]
    peers = os.path.join(HERE, "peers")
    if client == FLOOR:
        return [bench.devices.path("smpp_blast"), *place]
    if client.startswith("Net::SMPP"):
        return ["perl", os.path.join(peers, "net_smpp_client.pl"), *place]
    return [bench.options.python, os.path.join(peers, client.split()[0] + "_client.py"), *place]


def one_run(bench, client, count, window, receipts, answer_delay=0):
    """One client against a new sink: messages per second from the first submit to the last answer or, with them, the last receipt."""
    flags = ["--resp-delay", answer_delay, *(["--dlr", RECEIPT_DELAY] if receipts else [])]
    with bench.devices.sink(*flags) as sink:
        finished, failure = run_client(command(bench, client, sink.port, count, window, receipts))
        if finished:
            sink.wait_for(count, receipts, 10)
        seen = sink.stop()
    if failure or seen["submits"] != count or seen["ok"] != count:
        bench.progress(f"{client}, window {window}: {seen['submits']} of {count} submits; {failure}")
        return None
    end = seen["last_ack_ns"] - RECEIPT_DELAY * 1_000_000 if receipts else seen["last_ns"] + answer_delay * 1_000_000
    rate = count / max(1e-9, (end - seen["first_ns"]) / 1e9)
    bench.progress(f"{client}, window {window}{', receipts' if receipts else ''}: {rate:.0f}/s")
    return {"rate": rate, "cpu": finished.cpu_seconds / count * 1000, "megabytes": finished.peak_megabytes}


def raw(bench):
    """Section: the submit rate of one bind against an SMSC that answers at once."""
    clients = [client for client in COUNTS if client != OURS or bench.has_client]
    found = {}
    for run in range(bench.options.runs):
        bench.progress(f"raw, run {run + 1}")
        for receipts in (False, True):
            for client in clients:
                for place, window in enumerate(WINDOWS):
                    count = COUNTS[client][receipts][place] // bench.share
                    found.setdefault((client, receipts, window), []).append(one_run(bench, client, count, window, receipts))
    rows = []
    for receipts in (False, True):
        for client in clients:
            cells = [found[client, receipts, window] for window in WINDOWS]
            whole = [[run for run in cell if run] for cell in cells]
            rows.append([
                client, "yes" if receipts else "no",
                *(rates(cell) for cell in cells),
                figure([run["cpu"] for run in whole[1]], 3),
                figure([run["megabytes"] for cell in whole for run in cell], 1),
            ])
    head = ["client", "receipts", *(f"window {window}, submits/s" for window in WINDOWS), "CPU s per 1000 (window 10)", "peak RSS, MB"]
    return "\n\n".join([
        "### One bind, an SMSC that answers at once",
        f"Receipts come {RECEIPT_DELAY} ms after the answer; with them a message counts when its receipt is acknowledged.",
        table(head, rows), *targets(found, clients)])


def targets(found, clients):
    """What the project asks of its client."""
    if OURS not in clients:
        return []
    rows = []
    medians = {key: sorted(run["rate"] for run in runs if run)[len(runs) // 2] for key, runs in found.items() if all(runs)}
    for window, least in zip(WINDOWS, (5_000, 50_000, 100_000)):
        for receipts, bound in ((False, least), (True, least * 0.6)):
            rate = medians.get((OURS, receipts, window), 0)
            floor = medians.get((FLOOR, receipts, window))
            rows.append([
                f"window {window}{', receipts' if receipts else ''}", f"≥ {bound:.0f}/s", f"{rate:.0f}/s",
                f"{100 * rate / floor:.0f} %" if floor else "–", "met" if rate >= bound else "**missed**"])
    return [table(["target", "asked", "measured (median)", "share of the C loop", ""], rows)]


def rates(runs):
    """The cell of a rate; how many runs failed, where some did."""
    failed = sum(run is None for run in runs)
    if failed == len(runs):
        return "fails"
    return figure([run["rate"] for run in runs if run]) + (f", {failed} failed" if failed else "")


def delayed(bench):
    """Section: one bind against an SMSC that takes its time; the rate as a share of window ÷ delay."""
    if not bench.has_client:
        return ""
    rows = []
    for client in (OURS, FLOOR):
        for receipts in (False, True):
            cells = []
            for window in (10, 100):
                most = window * 1000 / SUBMIT_DELAY
                count = int(most * 5) // bench.share
                runs = [one_run(bench, client, count, window, receipts, SUBMIT_DELAY) for _ in range(bench.options.runs)]
                cells += [rates(runs), figure([100 * run["rate"] / most for run in runs if run], 1, " %")]
            rows.append([client, "yes" if receipts else "no", *cells])
    head = ["client", "receipts", "window 10, submits/s", "of 500/s", "window 100, submits/s", "of 5000/s"]
    return "\n\n".join([
        f"### One bind, an SMSC that answers after {SUBMIT_DELAY} ms",
        "The SMSC's kernel delays its acknowledgements, as kernels do. Asked: at least 95 % of window ÷ delay.",
        table(head, rows)])


def soak(bench):
    """Section: memory over many binds and very many submits; the client tells its own after each hundredth."""
    if not bench.has_client:
        return ""
    wanted = {"bind": 100_000 // bench.share, "submit": 5_000_000 // bench.share}
    with bench.devices.sink() as sink:
        command_line = [
            bench.options.smpp_load, "soak", "--port", sink.port, "--binds", wanted["bind"], "--submits", wanted["submit"], "--window", 100]
        samples = {"bind": [], "submit": []}
        with subprocess.Popen(list(map(str, command_line)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as child:
            watchdog = threading.Timer(3600, child.kill)
            watchdog.start()
            try:
                for line in child.stdout:
                    sample = json.loads(line)
                    samples[sample["phase"]].append(sample["residentKilobytes"] * 1024 / 1e6)
                    if len(samples[sample["phase"]]) % 10 == 0:
                        bench.progress(f"soak: {sample['done']} of {wanted[sample['phase']]}, {samples[sample['phase']][-1]:.1f} MB")
            finally:
                watchdog.cancel()
                child.kill()
        seen = sink.stop()
    if seen["submits"] < wanted["submit"] or seen["binds"] < wanted["bind"]:
        raise BenchmarkFailure(f"the soak ended with {child.returncode} after {seen['binds']} binds and {seen['submits']} submits")
    rows = []
    for name, values in (("binds and unbinds", samples["bind"]), ("submits over one bind", samples["submit"])):
        growth = 100 * (values[-1] / values[0] - 1)
        rows.append([
            name, str(wanted["bind" if values is samples["bind"] else "submit"]), f"{values[0]:.1f}", f"{max(values):.1f}",
            f"{values[-1]:.1f}", f"{growth:+.1f} %", "met" if growth <= 10 else "**missed**"])
    head = ["", "in all", "RSS after the first 1 %, MB", "greatest", "at the end", "growth", "asked: ≤ 10 %"]
    return "\n\n".join(["### Soak", table(head, rows)])
