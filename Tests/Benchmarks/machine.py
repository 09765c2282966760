# SPDX-License-Identifier: Apache-2.0
"""What a benchmark has to know of the machine: facts for the page, memory of a process, and how fast the disk says done."""

import os
import platform
import time
from pathlib import Path


def facts(directory):
    """The machine in words, by name: processor, memory, kernel, distribution, and the file system of a directory."""
    device, kind, options = file_system(directory)
    return {
        "processor": f"{os.cpu_count()} × {_field('/proc/cpuinfo', 'model name')}",
        "memory": f"{int(_field('/proc/meminfo', 'MemTotal').split()[0]) / 1024 / 1024:.0f} GiB",
        "kernel": platform.release(),
        "distribution": _distribution(),
        "file system": f"{kind} on {device} ({options})",
        "load average at the start": f"{os.getloadavg()[0]:.1f}",
    }


def file_system(directory):
    """Device, type and options of the file system that holds a directory."""
    path = os.path.realpath(directory)
    best = ("", "?", "?", "?")
    for line in Path("/proc/mounts").read_text().splitlines():
        device, mount, kind, options = line.split()[:4]
        mount = mount.replace("\\040", " ")
        if (path == mount or path.startswith(mount.rstrip("/") + "/")) and len(mount) >= len(best[0]):
            best = (mount, device, kind, options)
    return best[1:]


def resident_megabytes(process):
    """Memory of a process that is in RAM now, in megabytes of 10^6 bytes."""
    return int(_field(f"/proc/{process}/status", "VmRSS").split()[0]) * 1024 / 1e6


def peak_megabytes(process):
    """The most memory that a process has had in RAM, in megabytes of 10^6 bytes."""
    return int(_field(f"/proc/{process}/status", "VmHWM").split()[0]) * 1024 / 1e6


def processor_seconds(process):
    """Processor time that a process has taken, user and system, all threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def flushes():
    """How many flush requests the disks of this machine have completed since it started: what a sync to the disk ends in."""
    lines = (line.split() for line in Path("/proc/diskstats").read_text().splitlines())
    return sum(int(fields[18]) for fields in lines if len(fields) > 18)


def sync_floor(directory, size, count=500):
    """Appends `count` blocks of `size` bytes to a new file, each followed by fdatasync: the seconds of each, sorted."""
    path = os.path.join(directory, "sync-floor")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        block = os.urandom(size)
        times = []
        for _ in range(count):
            start = time.monotonic()
            os.write(descriptor, block)
            os.fdatasync(descriptor)
            times.append(time.monotonic() - start)
        return sorted(times)
    finally:
        os.close(descriptor)
        os.unlink(path)


def _field(path, name):
    for line in Path(path).read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    raise KeyError(f"{path} has no {name}")


def _distribution():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return "?"
