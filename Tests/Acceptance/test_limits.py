# SPDX-License-Identifier: Apache-2.0
"""Every boundary of the documented limits of SendOTPMessage, on both sides, and the shape of the answer."""

import re

import pytest

from gateway import APPLICATION, SENDER, TOLL_FREE, another, code_in, fresh_number, fresh_reference, send_body, verify_body
from test_languages import LANGUAGES

ACCEPTED = {
    "BrandName of 1 character": {"BrandName": "B"},
    "BrandName of 20 characters": {"BrandName": "B" * 20},
    "BrandName of 20 characters outside ASCII": {"BrandName": "ü" * 20},
    "ReferenceId of 1 character": {"ReferenceId": "r"},
    "ReferenceId of 48 characters": {"ReferenceId": "r" * 48},
    "ReferenceId of 48 characters outside ASCII": {"ReferenceId": "é" * 48},
    "CodeLength 5": {"CodeLength": 5},
    "CodeLength 8": {"CodeLength": 8},
    "ValidityPeriod 5": {"ValidityPeriod": 5},
    "ValidityPeriod 60": {"ValidityPeriod": 60},
    "AllowedAttempts 1": {"AllowedAttempts": 1},
    "AllowedAttempts 5": {"AllowedAttempts": 5},
    "EntityId and TemplateId": {"EntityId": "1101172974420810001", "TemplateId": "1107161234567890123"},
    **{f"Language {language}": {"Language": language} for language in LANGUAGES},
}

REFUSED = {
    "empty BrandName": {"BrandName": ""},
    "BrandName of 21 characters": {"BrandName": "B" * 21},
    "BrandName with a line break": {"BrandName": "Example\nCo"},
    "empty ReferenceId": {"ReferenceId": ""},
    "ReferenceId of 49 characters": {"ReferenceId": "r" * 49},
    "CodeLength 4": {"CodeLength": 4},
    "CodeLength 9": {"CodeLength": 9},
    "CodeLength 0": {"CodeLength": 0},
    "CodeLength -6": {"CodeLength": -6},
    "CodeLength past 64 bits": {"CodeLength": 2**64 + 6},
    "ValidityPeriod 4": {"ValidityPeriod": 4},
    "ValidityPeriod 61": {"ValidityPeriod": 61},
    "ValidityPeriod 0": {"ValidityPeriod": 0},
    "AllowedAttempts 0": {"AllowedAttempts": 0},
    "AllowedAttempts 6": {"AllowedAttempts": 6},
    "AllowedAttempts -1": {"AllowedAttempts": -1},
    "Language that does not exist": {"Language": "xx-XX"},
    "Language that AWS does not have": {"Language": "nl-NL"},
    "empty Language": {"Language": ""},
    "Channel VOICE": {"Channel": "VOICE"},
    "Channel in lower case": {"Channel": "sms"},
    "empty Channel": {"Channel": ""},
    "unknown OriginationIdentity": {"OriginationIdentity": "+18555550143"},
    "empty OriginationIdentity": {"OriginationIdentity": ""},
    "EntityId with letters": {"EntityId": "not digits"},
}

REQUIRED = ["Channel", "BrandName", "OriginationIdentity", "DestinationIdentity", "ReferenceId"]


@pytest.mark.parametrize("change", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_a_value_inside_the_limits_is_accepted_delivered_and_verifies(gateway, number, reference, change):
    reference = change.get("ReferenceId", reference)
    result = gateway.send(number, reference, **{k: v for k, v in change.items() if k != "ReferenceId"})
    assert result["DeliveryStatus"] == "SUCCESSFUL"
    body = gateway.delivered(number, result["MessageId"])["body"]
    assert change.get("BrandName", "ExampleCo") in body
    code = code_in(body)
    assert len(code) == change.get("CodeLength", 6)
    assert gateway.verify(number, reference, code)


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED.keys())
def test_a_value_outside_the_limits_is_a_bad_request_that_names_the_field(gateway, number, reference, change):
    client = gateway.client()
    with pytest.raises(client.exceptions.BadRequestException) as caught:
        client.send_otp_message(
            ApplicationId=APPLICATION,
            SendOTPMessageRequestParameters={**send_body(number, reference), **change},
        )
    assert next(iter(change)) in caught.value.response["Message"]
    assert gateway.inbox(number) == []


@pytest.mark.parametrize("field", REQUIRED)
@pytest.mark.parametrize("absence", ["missing", "null"])
def test_a_required_field_of_send_must_be_there(gateway, number, reference, field, absence):
    """Raw, because an SDK checks this itself and would never let the request out."""
    document = send_body(number, reference)
    if absence == "missing":
        del document[field]
    else:
        document[field] = None
    response = gateway.post("otp", document)
    assert response.status == 400
    assert response.headers["x-amzn-ErrorType"].startswith("BadRequestException")
    assert field in response.json()["Message"]


@pytest.mark.parametrize("field", ["DestinationIdentity", "ReferenceId", "Otp"])
@pytest.mark.parametrize("absence", ["missing", "null"])
def test_a_required_field_of_verify_must_be_there(gateway, number, reference, field, absence):
    document = verify_body(number, reference, "123456")
    if absence == "missing":
        del document[field]
    else:
        document[field] = None
    response = gateway.post("verify-otp", document)
    assert response.status == 400
    assert response.headers["x-amzn-ErrorType"].startswith("BadRequestException")
    assert field in response.json()["Message"]


@pytest.mark.parametrize("field", ["CodeLength", "ValidityPeriod", "AllowedAttempts"])
@pytest.mark.parametrize("value", ["six", True, 6.5, [5], {"n": 5}], ids=repr)
def test_a_number_must_be_a_whole_number(gateway, number, reference, field, value):
    response = gateway.post("otp", send_body(number, reference, **{field: value}))
    assert response.status == 400
    assert field in response.json()["Message"]
    assert gateway.inbox(number) == []


@pytest.mark.parametrize("field", [*REQUIRED, "Language", "EntityId", "TemplateId"])
@pytest.mark.parametrize("value", [7, True, ["SMS"], {"S": "MS"}], ids=repr)
def test_a_text_must_be_a_string(gateway, number, reference, field, value):
    response = gateway.post("otp", {**send_body(number, reference), field: value})
    assert response.status == 400
    assert field in response.json()["Message"]


@pytest.mark.parametrize("field", ["DestinationIdentity", "ReferenceId", "Otp"])
@pytest.mark.parametrize("value", [7, True, ["1"], {"1": "2"}], ids=repr)
def test_a_text_of_verify_must_be_a_string(gateway, number, reference, field, value):
    response = gateway.post("verify-otp", {**verify_body(number, reference, "123456"), field: value})
    assert response.status == 400
    assert field in response.json()["Message"]


def test_a_field_that_aws_does_not_know_is_ignored(gateway, number, reference):
    """SDKs send no unknown fields today; a newer SDK may."""
    response = gateway.post("otp", send_body(number, reference, FieldOfTheFuture={"a": [1, None]}))
    assert response.status == 200
    assert gateway.code(number)


@pytest.mark.parametrize(
    "destination",
    [
        *("", "+", "0", "abc", "+1206555", "+1206555010", "+12065550100123456789", "++12065550100", "+1206555O100"),
        *("tel:+12065550100", "+12065550100;+12065550101", "12065550100\n", "+12065550100\u0000", "+１２０６５５５０１００"),
    ],
    ids=repr,
)
def test_a_destination_that_is_no_number_is_refused(gateway, reference, destination):
    """Malformed is 400 or, as contract §4 has it for invalid numbers, a PERMANENT_FAILURE; never a message."""
    response = gateway.post("otp", send_body(destination, reference))
    if response.status == 200:
        (key, result), = response.json()["Result"].items()
        assert key == destination
        assert result["DeliveryStatus"] == "PERMANENT_FAILURE"
    else:
        assert response.status == 400
        assert response.headers["x-amzn-ErrorType"].startswith("BadRequestException")
    assert not [message for message in gateway.inbox() if message["destination"].startswith("+1206")]


@pytest.mark.parametrize(
    "destination, why",
    [
        ("+12001234567", "area code 200 does not exist"),
        ("+999123456789", "country code 999 does not exist"),
        ("+19002345678", "premium rate, US"),
        ("+449012345678", "premium rate, GB"),
        ("+33899123456", "premium rate, FR"),
        ("+4918012345", "shared cost, DE"),
        ("+448431234567", "shared cost, GB"),
    ],
)
def test_an_invalid_or_premium_number_is_a_permanent_failure(gateway, reference, destination, why):
    """SMS pumping pays on premium and shared-cost ranges: a code never goes there (contract §4)."""
    result = gateway.send(destination, reference, OriginationIdentity=SENDER)
    assert (result["DeliveryStatus"], result["StatusCode"]) == ("PERMANENT_FAILURE", 400), why
    assert result["StatusMessage"]
    assert gateway.inbox(destination) == []


@pytest.mark.parametrize("destination", ["+33612345678", "+447400123456", "+919876543210"])
def test_an_identity_that_does_not_cover_the_country_is_a_permanent_failure(gateway, reference, destination):
    """The toll-free number is configured for US and CA alone."""
    result = gateway.send(destination, reference, OriginationIdentity=TOLL_FREE)
    assert (result["DeliveryStatus"], result["StatusCode"]) == ("PERMANENT_FAILURE", 400)
    assert gateway.inbox(destination) == []


@pytest.mark.parametrize("destination", ["+16135550100", "+33612345678", "+447400123456", "+819012345678", "+5511987654321"])
def test_an_identity_for_every_country_reaches_every_country(gateway, reference, destination):
    code = gateway.send_and_read(destination, reference, OriginationIdentity=SENDER)
    assert gateway.delivered(destination)["origination"] == SENDER
    assert gateway.verify(destination, reference, code)


def test_canada_shares_the_calling_code_but_is_a_country_of_its_own(start, reference):
    only_us = {"identity": TOLL_FREE, "type": "tollFree", "countries": ["US"], "transports": ["lab"]}
    gateway = start(originationIdentities=[only_us])
    assert gateway.send("+16135550100", reference)["DeliveryStatus"] == "PERMANENT_FAILURE"
    assert gateway.send("+12065550100", reference)["DeliveryStatus"] == "SUCCESSFUL"


def test_the_result_is_keyed_by_the_destination_as_sent(gateway, number, reference):
    """AWS takes a number without its plus; the caller looks the result up under the very text that went in.

    It is the same number for all that: the code verifies under either spelling.
    """
    response = gateway.post("otp", send_body(number[1:], reference))
    assert response.status == 200
    ((key, result),) = response.json()["Result"].items()
    assert key == number[1:]
    assert result["DeliveryStatus"] == "SUCCESSFUL"
    assert gateway.verify(number, reference, gateway.code(number, result["MessageId"]))


def test_the_answer_of_a_send_has_every_documented_field(gateway, number, reference):
    answer = gateway.client().send_otp_message(
        ApplicationId=APPLICATION, SendOTPMessageRequestParameters=send_body(number, reference)
    )
    response = answer["MessageResponse"]
    assert response["ApplicationId"] == APPLICATION
    assert response["RequestId"] == answer["ResponseMetadata"]["RequestId"]
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-type"].startswith("application/json")
    result = response["Result"][number]
    assert result["DeliveryStatus"] == "SUCCESSFUL"
    assert result["StatusCode"] == 200
    assert result["MessageId"]
    assert result["StatusMessage"] == f"MessageId: {result['MessageId']}"


def test_there_is_no_wrapper_on_the_wire(gateway, number, reference):
    """With one, an SDK would return an empty object and no error."""
    sent = gateway.post("otp", send_body(number, reference))
    assert sent.status == 200
    assert set(sent.json()) == {"ApplicationId", "RequestId", "Result"}
    assert sent.json()["RequestId"] == sent.headers["x-amzn-RequestId"]
    verified = gateway.post("verify-otp", verify_body(number, reference, "0"))
    assert verified.status == 200
    assert verified.json() == {"Valid": False}
    assert verified.headers["x-amzn-RequestId"]


def test_every_request_has_its_own_request_id(gateway, number, reference):
    ids = {gateway.post("verify-otp", verify_body(number, reference, "0")).headers["x-amzn-RequestId"] for _ in range(20)}
    assert len(ids) == 20


def test_the_english_body_is_the_documented_sentence(gateway, number, reference):
    result = gateway.send(number, reference, BrandName="Example & Söhne <1>")
    body = gateway.delivered(number, result["MessageId"])["body"]
    code = re.fullmatch(r"This is your One Time Password: (\d{6}) from Example & Söhne <1>", body)
    assert code, body
    assert gateway.verify(number, reference, code[1])


def test_without_options_the_code_has_six_digits_and_three_attempts(gateway, number):
    """The defaults of contract §4, where AWS documents none."""
    reference = fresh_reference()
    code = gateway.send_and_read(number, reference)
    assert len(code) == 6
    assert not gateway.verify(number, reference, another(code))
    assert not gateway.verify(number, reference, another(code))
    assert gateway.verify(number, reference, code)
    reference = fresh_reference()
    code = gateway.send_and_read(number, reference)
    for _ in range(3):
        assert not gateway.verify(number, reference, another(code))
    assert not gateway.verify(number, reference, code)


@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_exactly_the_allowed_attempts_are_allowed(gateway, number, attempts):
    """The last allowed attempt may still be the right one; the one after it may not."""
    reference = fresh_reference()
    code = gateway.send_and_read(number, reference, AllowedAttempts=attempts)
    for _ in range(attempts - 1):
        assert not gateway.verify(number, reference, another(code))
    assert gateway.verify(number, reference, code)
    reference = fresh_reference()
    code = gateway.send_and_read(number, reference, AllowedAttempts=attempts)
    for _ in range(attempts):
        assert not gateway.verify(number, reference, another(code))
    assert not gateway.verify(number, reference, code)


@pytest.mark.parametrize("otp", ["1", "12345678901234567890", "abcdef", "١٢٣٤٥٦", "12 34", "-12345", "123456\u0000"])
def test_an_otp_that_cannot_be_right_is_false_or_refused_and_never_true(gateway, number, reference, otp):
    gateway.send_and_read(number, reference)
    response = gateway.post("verify-otp", verify_body(number, reference, otp))
    assert response.status in (200, 400)
    if response.status == 200:
        assert response.json() == {"Valid": False}


def test_codes_use_every_digit_at_every_place(gateway):
    """A crude look at bias: 250 codes of 8 digits miss some digit at some place once in 10^9 runs."""
    seen = [set() for _ in range(8)]
    for _ in range(250):
        for place, digit in enumerate(gateway.send_and_read(fresh_number(), fresh_reference(), CodeLength=8)):
            seen[place].add(digit)
    assert [len(digits) for digits in seen] == [10] * 8
