# SPDX-License-Identifier: Apache-2.0
"""The AWS command line, as a person would type it, against the gateway."""

import json
import os
import subprocess
import sys
from pathlib import Path

from gateway import APPLICATION, FULL, OTHER, another, send_body, verify_body


def aws(gateway, operation, parameters, credentials=FULL):
    return subprocess.run(
        [
            *(sys.executable, Path(sys.executable).with_name("aws")),
            *("pinpoint", operation, "--application-id", APPLICATION),
            *(f"--{operation}-request-parameters", json.dumps(parameters)),
            *("--region", "us-west-2", "--output", "json", "--endpoint-url", gateway.url),
        ],
        env={
            **os.environ,
            "AWS_ACCESS_KEY_ID": credentials.access_key_id,
            "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )


def succeeded(finished):
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


def test_the_aws_command_line_sends_and_verifies(gateway, number, reference):
    answer = succeeded(aws(gateway, "send-otp-message", send_body(number, reference)))["MessageResponse"]
    assert answer["ApplicationId"] == APPLICATION
    result = answer["Result"][number]
    assert result["DeliveryStatus"] == "SUCCESSFUL"
    code = gateway.code(number, result["MessageId"])
    for otp, valid in ((another(code), False), (code, True), (code, False)):
        answer = succeeded(aws(gateway, "verify-otp-message", verify_body(number, reference, otp)))
        assert answer == {"VerificationResponse": {"Valid": valid}}


def test_the_aws_command_line_names_the_error(gateway, number, reference):
    bad = aws(gateway, "send-otp-message", send_body(number, reference, BrandName="B" * 21))
    assert bad.returncode != 0
    assert "(BadRequestException)" in bad.stderr and "BrandName" in bad.stderr
    foreign = aws(gateway, "send-otp-message", send_body(number, reference), credentials=OTHER)
    assert foreign.returncode != 0
    assert "(ForbiddenException)" in foreign.stderr
