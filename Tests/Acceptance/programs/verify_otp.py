# SPDX-License-Identifier: Apache-2.0
"""Verifies a one-time password with Amazon Pinpoint: an ordinary boto3 program that knows nothing of Countersign."""

import sys

import boto3
from botocore.exceptions import ClientError


def verify_otp(client, application_id, destination, reference_id, otp):
    return client.verify_otp_message(
        ApplicationId=application_id,
        VerifyOTPMessageRequestParameters={
            "DestinationIdentity": destination,
            "ReferenceId": reference_id,
            "Otp": otp,
        },
    )


def main():
    application_id, destination, reference_id, otp, *endpoint = sys.argv[1:]
    client = boto3.client("pinpoint", region_name="us-east-1", endpoint_url=endpoint[0] if endpoint else None)
    try:
        answer = verify_otp(client, application_id, destination, reference_id, otp)
    except ClientError as error:
        sys.exit(error.response["Error"]["Message"])
    print("valid" if answer["VerificationResponse"]["Valid"] else "not valid")


if __name__ == "__main__":
    main()
