# SPDX-License-Identifier: Apache-2.0
"""The figures of a run as Markdown, ready for docs/performance.md."""

from statistics import median


def markdown(result):
    """The whole page section: machine, rates, resources, targets."""
    return "\n".join([*_machine(result), "", *_rates(result), "", *_resources(result), "", *_targets(result)])


def _machine(result):
    lines = [f"Measured {result['date']} with {result['version']}."]
    if result["quick"]:
        lines += ["", "**A quick run, with a tenth of the requests: these figures say little.**"]
    lines += ["", "| the machine | |", "| --- | --- |"]
    lines += [f"| {name} | {value} |" for name, value in result["facts"].items()]
    for size, times in result["sync"].items():
        lines.append(
            f"| append of {size} bytes and fdatasync, one at a time | p50 {median(times) * 1000:.2f} ms, "
            f"p99 {times[len(times) * 99 // 100] * 1000:.2f} ms, {len(times) / sum(times):.0f}/s |")
    if result["facts"]["file system"].startswith(("tmpfs", "ramfs")):
        lines += ["", "**The store was on a file system in memory: nothing here is durable.**"]
    elif result["flushesPerSync"] <= 0.5:
        lines += ["", "The disk counts no flush requests, so this run could not check that every send was synced before its answer."]
    return lines


def _rates(result):
    repetitions = result["repetitions"]
    rows = [
        ("bare Hummingbird `GET /`", lambda one: one["hello"]),
        ("durable send", lambda one: one["sends"]),
        ("verify", lambda one: [one["verify"]]),
        (f"durable send, {repetitions[0]['live']['count']} in a row", lambda one: [one["live"]["send"]]),
    ]
    lines = [
        f"Each cell: median (min–max) of {len(repetitions)} repetitions. Client and server share the machine; every request of a step was",
        "signed and serialised before its clock started, and every answer was checked. \"Others\" is what other processes took of the",
        "machine's processor time during the step; disk syncs are those of the whole machine.",
        "",
        "| | connections | requests | per second | p50 ms | p99 ms | p99.9 ms | delivered after the last answer, s | disk syncs per 1000 | "
        "server CPU, ms per 1000 | client CPU, ms per 1000 | others |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, steps_of in rows:
        for steps in zip(*(steps_of(one) for one in repetitions)):
            lines.append("| " + " | ".join([
                name, str(steps[0]["connections"]), str(steps[0]["succeeded"]),
                cell([step["perSecond"] for step in steps], 0),
                *(cell([step["latency"][rank] for step in steps], 2) for rank in ("p50", "p99", "p999")),
                cell([step["settledAfter"] for step in steps], 2) if steps[0]["mode"] == "send" else "–",
                cell([step["syncsPerRequest"] * 1000 for step in steps], 0) if "syncsPerRequest" in steps[0] else "–",
                cell([server_milliseconds(step) for step in steps], 0),
                cell([_client_milliseconds(step) for step in steps], 0),
                cell([_others_percent(step, result) for step in steps], 0) + " %",
            ]) + " |")
    return lines


def _resources(result):
    repetitions = result["repetitions"]
    live = [one["live"] for one in repetitions]
    cold = result["coldStarts"]
    sends = [server_milliseconds(one["sends"][-1]) for one in repetitions]
    both = [send + server_milliseconds(one["verify"]) for send, one in zip(sends, repetitions)]
    starts = len(cold["first"])
    rows = [
        ("CPU per 1000 OTPs, sent and delivered (64 connections)", f"{cell(sends, 0)} ms"),
        ("CPU per 1000 OTPs, sent, delivered and verified (64 connections)", f"{cell(both, 0)} ms"),
        ("RSS, idle after the start", f"{cell([one['idleMegabytes'] for one in repetitions], 1)} MB"),
        (f"RSS with {live[0]['count']} live challenges, just sent", f"{cell([one['megabytes'] for one in live], 1)} MB"),
        ("database, bytes per OTP", cell([one["databaseBytes"] / one["count"] for one in live], 0)),
        (f"cold start, empty directory ({starts} starts)", f"{cell(_milliseconds(cold['first']), 0)} ms"),
        (f"cold start, store there ({starts} starts)", f"{cell(_milliseconds(cold['again']), 0)} ms"),
        (f"cold start with {live[0]['count']} live challenges", f"{cell(_milliseconds([one['restartSeconds'] for one in live]), 0)} ms"),
    ]
    return ["| resources | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows)]


def _targets(result):
    repetitions = result["repetitions"]
    widest = [one["sends"][-1] for one in repetitions]
    share = median(100 * one["sends"][-1]["perSecond"] / one["hello"][-1]["perSecond"] for one in repetitions)
    rows = [
        _at_least("durable sends, 64 connections", [step["perSecond"] for step in widest], 6000),
        ("the same as a share of the bare rate", "≥ 25 %", f"{share:.1f} %", share >= 25),
        _at_most("p99 of these sends", [step["latency"]["p99"] for step in widest], 20, 2, "ms"),
        _at_least("verifies, 64 connections", [one["verify"]["perSecond"] for one in repetitions], 8000),
        _at_most("RSS, idle", [one["idleMegabytes"] for one in repetitions], 60, 1, "MB"),
        _at_most("cold start, empty directory", _milliseconds(result["coldStarts"]["first"]), 200, 0, "ms"),
    ]
    lines = ["| target | asked | measured (median) | |", "| --- | --- | --- | --- |"]
    return lines + [f"| {name} | {asked} | {measured} | {'met' if met else '**missed**'} |" for name, asked, measured, met in rows]


def server_milliseconds(step):
    """Processor time of the server for 1000 requests of a step; of a send step with the deliveries."""
    start, end = step["processor"]["start"], step["processor"].get("settled") or step["processor"]["end"]
    return (end["server"] - start["server"]) / step["succeeded"] * 1e6


def _client_milliseconds(step):
    start, end = step["processor"]["start"], step["processor"]["end"]
    return (end["client"] - start["client"]) / step["succeeded"] * 1e6


def _others_percent(step, result):
    start, end = step["processor"]["start"], step["processor"]["end"]
    taken = {name: end[name] - start[name] for name in ("machine", "server", "client")}
    others = taken["machine"] - taken["server"] - taken["client"]
    return max(0, 100 * others / (step["seconds"] * result["cores"]))


def _at_least(name, values, bound):
    return name, f"≥ {bound}/s", f"{median(values):.0f}/s", median(values) >= bound


def _at_most(name, values, bound, places, unit):
    return name, f"≤ {bound} {unit}", f"{median(values):.{places}f} {unit}", median(values) <= bound


def _milliseconds(seconds):
    return [value * 1000 for value in seconds]


def cell(values, places):
    """The median of some values, with the smallest and the greatest."""
    if len(values) == 1:
        return f"{values[0]:.{places}f}"
    return f"{median(values):.{places}f} ({min(values):.{places}f}–{max(values):.{places}f})"
