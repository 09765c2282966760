# SPDX-License-Identifier: Apache-2.0
"""Sends a one-time password with Amazon Pinpoint: an ordinary boto3 program that knows nothing of Countersign."""

import sys

import boto3
from botocore.exceptions import ClientError


def send_otp(client, application_id, origination, destination, reference_id):
    return client.send_otp_message(
        ApplicationId=application_id,
        SendOTPMessageRequestParameters={
            "Channel": "SMS",
            "BrandName": "ExampleCo",
            "CodeLength": 5,
            "ValidityPeriod": 20,
            "AllowedAttempts": 3,
            "Language": "en-US",
            "OriginationIdentity": origination,
            "DestinationIdentity": destination,
            "ReferenceId": reference_id,
        },
    )


def main():
    application_id, origination, destination, reference_id, *endpoint = sys.argv[1:]
    client = boto3.client("pinpoint", region_name="us-east-1", endpoint_url=endpoint[0] if endpoint else None)
    try:
        answer = send_otp(client, application_id, origination, destination, reference_id)
    except ClientError as error:
        sys.exit(error.response["Error"]["Message"])
    result = answer["MessageResponse"]["Result"][destination]
    print(result["DeliveryStatus"], result["MessageId"])


if __name__ == "__main__":
    main()
