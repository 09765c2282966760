# SPDX-License-Identifier: Apache-2.0
"""Fixtures: one gateway for the tests that leave nothing behind, and a starter for those that need their own."""

import os
import resource
from pathlib import Path

import pytest

from gateway import Gateway, binary, fresh_number, fresh_reference, settings

# No credential, profile or proxy of the machine may leak into what the tests do.
for name in list(os.environ):
    if name.upper().startswith("AWS_") or name.upper().endswith("_PROXY"):
        del os.environ[name]
os.environ.update(
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    AWS_EC2_METADATA_DISABLED="true",
)


# A thousand connections at once need as many descriptors, here and in the gateway that inherits the limit.
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))


def pytest_sessionstart(session):
    if not binary().exists():
        pytest.exit(f"no binary at {binary()}: build it, or set COUNTERSIGN_BINARY", returncode=3)


@pytest.fixture(scope="session")
def gateway(tmp_path_factory):
    """A gateway shared by the tests that only look at their own number and reference; it must end with exit code 0."""
    shared = Gateway(tmp_path_factory.mktemp("gateway")).start()
    yield shared
    assert shared.running, f"the shared gateway died: {shared.log[-4000:]}"
    assert shared.stop() == 0


@pytest.fixture
def start(tmp_path):
    """Starts gateways of a test's own; each that still runs at the end must stop with exit code 0."""
    started = []

    def start(directory: Path = tmp_path, arguments=(), environment=None, **sections):
        directory.mkdir(exist_ok=True)
        one = Gateway(directory, settings(**sections), tuple(arguments), environment or {})
        started.append(one)
        return one.start()

    yield start
    codes = [one.stop() for one in started if one.running]
    assert all(code == 0 for code in codes), f"exit codes {codes}"


@pytest.fixture
def number():
    return fresh_number()


@pytest.fixture
def reference():
    return fresh_reference()
