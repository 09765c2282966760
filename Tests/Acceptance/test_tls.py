# SPDX-License-Identifier: Apache-2.0
"""TLS, with a certificate made for the test."""

import datetime
import ipaddress
import socket
import ssl
import warnings

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import SSLError
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from command import CONFIGURATION, run, write
from gateway import FULL, settings


@pytest.fixture
def certificate(tmp_path):
    """A self-signed certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "countersign acceptance")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "server.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "server.key").write_bytes(private)
    return tmp_path / "server.crt"


def test_tls_serves_boto3_that_verifies_the_certificate(start, certificate, number):
    server = {"host": "127.0.0.1", "port": 0, "tls": {"certificate": "server.crt", "privateKey": "server.key"}}
    gateway = start(server=server)
    assert gateway.url.startswith("https://")

    def client(verify):
        return boto3.session.Session().client(
            "pinpoint",
            region_name="eu-central-1",
            endpoint_url=gateway.url,
            aws_access_key_id=FULL.access_key_id,
            aws_secret_access_key=FULL.secret_access_key,
            verify=verify,
            config=Config(retries={"total_max_attempts": 1}),
        )

    trusting = client(str(certificate))
    assert gateway.send(number, "tls", client=trusting)["DeliveryStatus"] == "SUCCESSFUL"
    assert gateway.verify(number, "tls", "1", client=trusting) is False
    with pytest.raises(SSLError):
        gateway.send(number, "tls", client=client(True))
    with pytest.raises((OSError, ValueError, Exception)):
        gateway.operator("/health", token=None)
    assert gateway.running


def test_a_key_that_does_not_belong_to_the_certificate_is_a_fault(certificate, tmp_path):
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "server.key").write_bytes(other)
    server = {"host": "127.0.0.1", "port": 0, "tls": {"certificate": "server.crt", "privateKey": "server.key"}}
    path = write(tmp_path, settings(server=server))
    for verb in ("serve", "check"):
        result = run(verb, "--config", path, directory=tmp_path, seconds=30)
        assert result.code == CONFIGURATION
        assert "server.tls.privateKey" in result.text and "server.key" in result.text
        assert "listening on" not in result.out


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2], ids=lambda one: one.name)
def test_tls_1_2_is_the_oldest_that_is_spoken(start, certificate, version):
    server = {"host": "127.0.0.1", "port": 0, "tls": {"certificate": "server.crt", "privateKey": "server.key"}}
    gateway = start(server=server)
    context = ssl.create_default_context(cafile=str(certificate))
    # Without this the client itself would refuse the old versions.
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    with socket.create_connection(gateway.address, timeout=10) as plain:
        if version == ssl.TLSVersion.TLSv1_2:
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as secure:
                assert secure.version() == "TLSv1.2"
        else:
            with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
                context.wrap_socket(plain, server_hostname="127.0.0.1")
