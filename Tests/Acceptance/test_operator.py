# SPDX-License-Identifier: Apache-2.0
"""The endpoints of whoever runs the gateway: contract §5."""

import datetime
import urllib.parse

import pytest
from prometheus_client.parser import text_string_to_metric_families

from crowd import perform, prepared
from gateway import OPERATOR_TOKEN, SENDER, TOLL_FREE, code_in, dumped, fresh_number, fresh_reference, send_body

ENDPOINTS = [
    "/operator/messages",
    "/operator/messages/00000000-0000-0000-0000-000000000000",
    "/operator/transports",
    "/operator/loopback/messages",
    "/operator/blocks",
]


WAY = ["queued", "submitting", "submitted", "delivered"]


def moment(text):
    """A time as RFC 3339, with its zone."""
    parsed = datetime.datetime.fromisoformat(text)
    assert parsed.tzinfo is not None, f"{text} has no time zone"
    return parsed


def problem(response, status):
    """An RFC 9457 problem document."""
    assert response.status == status, f"{response.status} {response.body[:300]!r}"
    assert response.headers["Content-Type"].split(";")[0] == "application/problem+json"
    document = response.json()
    assert document["status"] == status
    assert isinstance(document["title"], str) and document["title"]
    return document


# Health and metrics


def test_health_needs_no_token_and_says_ok(gateway):
    response = gateway.operator("/health", token=None)
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.json()["status"] == "ok"


def test_metrics_are_prometheus_text_that_its_own_parser_reads(gateway, number, reference):
    gateway.send_and_read(number, reference)
    response = gateway.operator("/metrics")
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "version=0.0.4" in response.headers["Content-Type"]
    families = list(text_string_to_metric_families(response.body.decode()))
    assert families
    names = [family.name for family in families]
    assert len(set(names)) == len(names), "a family appears twice"
    assert all(family.documentation for family in families), "a metric without help"
    samples = [(sample.name, tuple(sorted(sample.labels.items()))) for family in families for sample in family.samples]
    assert len(set(samples)) == len(samples), "a sample appears twice"


def test_metrics_count_what_happens(gateway):
    """Ten sends raise some counter by ten, three verifications one by three, whatever their names are."""
    before = gateway.samples()
    pairs = [(fresh_number(), fresh_reference()) for _ in range(10)]
    codes = [gateway.send_and_read(number, reference) for number, reference in pairs]
    for (number, reference), code in list(zip(pairs, codes))[:3]:
        assert gateway.verify(number, reference, code)
    after = gateway.samples()
    grown = {value - before.get(key, 0) for key, value in after.items()}
    assert 10 in grown
    assert 3 in grown


# Messages


def test_a_message_shows_its_way_and_never_its_text(gateway, number, reference):
    code = gateway.send_and_read(number, reference, CodeLength=8)
    message = gateway.delivered(number)["messageId"]
    timeline = gateway.settled(message)
    assert timeline["messageId"] == message
    assert timeline["state"] == "delivered"
    events = timeline["timeline"]
    states = [event["state"] for event in events]
    assert states == WAY
    times = [moment(event["at"]) for event in events]
    assert times == sorted(times)
    assert abs(datetime.datetime.now(datetime.UTC) - times[-1]) < datetime.timedelta(minutes=1)
    text = dumped(timeline)
    assert '"lab"' in text, "the transport"
    assert code not in text
    assert "One Time Password" not in text


def test_no_timeline_runs_backwards(gateway):
    """Three hundred messages in a hurry: a receipt must not be dated before the hand-over that it confirms."""
    bodies = [send_body(fresh_number(), fresh_reference()) for _ in range(300)]
    responses = perform(gateway, prepared(gateway, "otp", bodies), 20)
    for response in responses:
        (result,) = response.json()["Result"].values()
        events = gateway.settled(result["MessageId"])["timeline"]
        assert [event["state"] for event in events] == WAY
        assert sorted(events, key=lambda event: event["at"]) == events


def test_an_unknown_message_is_a_problem(gateway):
    for identifier in ("00000000-0000-0000-0000-000000000000", "nonsense", "%2F..%2F", "x" * 500):
        problem(gateway.operator(f"/operator/messages/{identifier}"), 404)


def test_messages_are_found_by_destination_newest_first(gateway, number):
    sent = [gateway.send(number, fresh_reference())["MessageId"] for _ in range(3)]
    answer = gateway.operated("/operator/messages", destination=number)
    assert [message["messageId"] for message in answer["messages"]] == sent[::-1]
    assert answer["next"] is None
    assert gateway.operated("/operator/messages", destination=fresh_number()) == {"messages": [], "next": None}


def test_messages_are_found_by_state(start):
    gateway = start()
    good, bad = "+14254147755", "+14254147167"
    delivered = gateway.settled(gateway.send(good, "good")["MessageId"])
    failed = gateway.settled(gateway.send(bad, "bad")["MessageId"])
    assert (delivered["state"], failed["state"]) == ("delivered", "failed")
    for state, expected in (("delivered", [delivered]), ("failed", [failed]), ("queued", []), ("expired", [])):
        found = gateway.operated("/operator/messages", state=state)["messages"]
        assert [message["messageId"] for message in found] == [message["messageId"] for message in expected]
    both = gateway.operated("/operator/messages", destination=good, state="failed")
    assert both["messages"] == []


def test_pages_follow_each_other_without_gap_or_repetition(gateway, number):
    sent = [gateway.send(number, fresh_reference())["MessageId"] for _ in range(7)]
    seen, token, pages = [], None, 0
    while pages == 0 or token:
        query = {"destination": number, "limit": 3} | ({"after": token} if token else {})
        page = gateway.operated("/operator/messages", **query)
        assert len(page["messages"]) <= 3
        seen += [message["messageId"] for message in page["messages"]]
        token, pages = page["next"], pages + 1
        assert pages < 10
    assert seen == sent[::-1]
    assert pages == 3


def test_a_page_holds_still_while_messages_arrive(gateway, number):
    """What was sent after the first page shifts nothing on the second."""
    sent = [gateway.send(number, fresh_reference())["MessageId"] for _ in range(4)]
    first = gateway.operated("/operator/messages", destination=number, limit=2)
    gateway.send(number, fresh_reference())
    second = gateway.operated("/operator/messages", destination=number, limit=2, after=first["next"])
    assert [m["messageId"] for m in first["messages"] + second["messages"]] == sent[::-1]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=-1", "limit=many", "limit=99999999999999999999", "limit=", "after=nonsense", "after=%00", "state=nonsense"],
)
def test_a_query_that_makes_no_sense_is_a_problem_that_names_it(gateway, query):
    document = problem(gateway.operator(f"/operator/messages?{query}"), 400)
    assert query.split("=")[0] in dumped(document)


# Transports and the loopback inbox


def test_transports_show_kind_and_state(gateway, number, reference):
    gateway.send_and_read(number, reference)
    answer = gateway.operated("/operator/transports")
    (transport,) = answer["transports"]
    assert transport["id"] == "lab"
    assert transport["kind"] == "loopback"
    assert transport["state"]
    moment(transport["since"])
    for name in ("queueDepth", "inFlight", "rate", "lastError"):
        assert name in transport


def test_the_inbox_shows_each_message_with_every_field_newest_first(gateway, number):
    sent = [gateway.send(number, fresh_reference(), BrandName=f"Brand {index}")["MessageId"] for index in range(3)]
    gateway.delivered(number, sent[-1])
    messages = gateway.inbox(number)
    assert [message["messageId"] for message in messages] == sent[::-1]
    for message, brand in zip(messages, ("Brand 2", "Brand 1", "Brand 0")):
        assert set(message) >= {
            *("messageId", "transport", "origination", "destination", "body", "parts", "encoding", "submittedAt")
        }
        assert message["transport"] == "lab"
        assert message["origination"] == TOLL_FREE
        assert message["destination"] == number
        assert message["body"] == f"This is your One Time Password: {code_in(message['body'])} from {brand}"
        assert message["parts"] == 1
        assert isinstance(message["encoding"], str) and message["encoding"]
        moment(message["submittedAt"])
    assert gateway.inbox(fresh_number()) == []


def test_the_encoding_follows_the_text(gateway, number):
    """A Latin text and a Japanese one cannot have the same encoding."""
    encodings = set()
    for language in ("en-US", "ja-JP"):
        result = gateway.send(number, fresh_reference(), Language=language)
        encodings.add(gateway.delivered(number, result["MessageId"])["encoding"])
    assert len(encodings) == 2


@pytest.mark.parametrize(
    "destination, state",
    [
        ("+14254147755", "delivered"),
        ("+14254147167", "failed"),
        ("+61455944038", "delivered"),
        ("+61455944039", "failed"),
        ("+33755512501", "delivered"),
        ("+33755512502", "failed"),
    ],
)
def test_simulator_destinations_end_as_aws_documents(gateway, reference, destination, state):
    """The AWS simulator numbers: one delivers, one fails, per country, so that an application can test both."""
    result = gateway.send(destination, reference, OriginationIdentity=SENDER)
    assert result["DeliveryStatus"] == "SUCCESSFUL"
    timeline = gateway.settled(result["MessageId"])
    assert timeline["state"] == state
    if state == "failed":
        last = timeline["timeline"][-1]
        assert any(isinstance(value, str) and value not in (state, "lab") for key, value in last.items() if key not in
                   ("at", "time", "state", "transport")), "a failure without a reason"


# Access


@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("token", [None, "", "wrong", OPERATOR_TOKEN + "x", OPERATOR_TOKEN[:-1]], ids=str)
def test_without_the_right_token_there_is_nothing_to_see(gateway, path, token):
    response = gateway.operator(path, token=token)
    problem(response, 401)
    assert "Bearer" in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize("value", [OPERATOR_TOKEN, f"Basic {OPERATOR_TOKEN}", "Bearer", f"Bearer{OPERATOR_TOKEN}"])
def test_another_way_to_present_the_token_is_no_way(gateway, value):
    with gateway.connect() as connection:
        problem(connection.request("GET", "/operator/transports", {"Authorization": value}), 401)


def test_a_token_in_the_query_is_no_way(gateway):
    query = urllib.parse.urlencode({"token": OPERATOR_TOKEN, "access_token": OPERATOR_TOKEN})
    problem(gateway.operator(f"/operator/transports?{query}", token=None), 401)


@pytest.mark.parametrize("operator", [None, {}], ids=["no section", "no token"])
def test_without_a_configured_token_the_operators_endpoints_do_not_exist(start, operator):
    gateway = start(operator=operator)
    for path in ENDPOINTS:
        for token in (None, "", OPERATOR_TOKEN):
            assert gateway.operator(path, token=token).status == 404
    assert gateway.operator("/health", token=None).status == 200


def test_an_unknown_operator_path_is_a_problem(gateway):
    problem(gateway.operator("/operator/nothing"), 404)


@pytest.mark.parametrize("path", ["/operator/messages", "/operator/transports", "/operator/loopback/messages"])
def test_a_wrong_method_is_a_problem_with_allow(gateway, path):
    response = gateway.operator(path, method="POST")
    problem(response, 405)
    assert "GET" in response.headers["Allow"]
