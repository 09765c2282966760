# SPDX-License-Identifier: Apache-2.0
"""The program as a command: one run to its end, the configuration it reads, the exit codes of sysexits that it answers with."""

import os
import stat
import subprocess
from dataclasses import dataclass

import yaml

from gateway import binary

USAGE, UNAVAILABLE, CONFIGURATION = 64, 69, 78


@dataclass
class Exit:
    """What a finished program left."""

    code: int
    out: str
    err: str

    @property
    def text(self):
        return self.out + self.err


def run(*arguments, directory, environment=None, seconds=60):
    """Runs one verb to its end."""
    finished = subprocess.run(
        [str(binary()), *map(str, arguments)],
        cwd=directory,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    return Exit(finished.returncode, finished.stdout, finished.stderr)


def write(directory, document, name="countersign.yaml"):
    """Writes a configuration, readable for its owner alone, and returns its path."""
    path = directory / name
    path.touch(mode=0o600)
    path.write_text(document if isinstance(document, str) else yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
    return path


def mode(path):
    """The access rights of a file."""
    return stat.S_IMODE(path.stat().st_mode)
