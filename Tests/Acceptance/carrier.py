# SPDX-License-Identifier: Apache-2.0
"""The configuration of a gateway whose messages leave through an SMSC, and what a carrier would see of them."""

from gateway import SENDER, TOLL_FREE, until

SYSTEM_ID = "acceptance"
PASSWORD = "Qx7kP2zw"


def transport(port, **settings):
    """A transport of kind smpp that does not wait long before it tries again."""
    return {
        "id": "carrier", "kind": "smpp", "host": "127.0.0.1", "port": port, "systemID": SYSTEM_ID, "password": PASSWORD,
        "reconnect": {"least": "100ms", "most": "500ms"}, **settings,
    }


def identities(*transports, **senders):
    """The usual identities over some transports; `senders` change the alphanumeric one."""
    transports = transports or ("carrier",)
    return [
        {"identity": TOLL_FREE, "type": "tollFree", "countries": ["US", "CA"], "transports": [*transports]},
        {"identity": SENDER, "type": "senderID", "countries": ["*"], "transports": [*transports], **senders},
    ]


def sections(port, **settings):
    """What a configuration has to say for that."""
    return {"transports": [transport(port, **settings)], "originationIdentities": identities()}


def page(gateway, name="carrier"):
    """The operator's page of a transport."""
    return next(one for one in gateway.operated("/operator/transports")["transports"] if one["id"] == name)


def until_up(gateway, name="carrier"):
    """Waits until a transport is bound."""
    until(lambda: page(gateway, name)["state"] == "up", 20, lambda: f"{name} to be up: {page(gateway, name)}")
    return gateway


def until_told(gateway, *words):
    """Waits until the last error of the carrier says all the words, and returns it."""

    def told():
        error = page(gateway)["lastError"] or ""
        return error if all(word in error for word in words) else None

    return until(told, 20, lambda: f"{words} in {page(gateway)}")
