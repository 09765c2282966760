# SPDX-License-Identifier: Apache-2.0
"""The 13 languages of the AWS API: each text is one part on the phone, whatever the code and the brand."""

import pytest

from gateway import code_in, fresh_number, fresh_reference

LANGUAGES = [
    *("de-DE", "en-GB", "en-US", "es-419", "es-ES", "fr-CA", "fr-FR"),
    *("it-IT", "ja-JP", "ko-KR", "pt-BR", "zh-CN", "zh-TW"),
]

BRAND = "Twenty letters brand"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_message_of_a_language_fits_one_part(gateway, number, reference, language):
    """A second part doubles the price and the ways to fail."""
    assert len(BRAND) == 20
    result = gateway.send(number, reference, Language=language, CodeLength=8, BrandName=BRAND)
    message = gateway.delivered(number, result["MessageId"])
    assert message["parts"] == 1
    assert BRAND in message["body"]
    code = code_in(message["body"])
    assert len(code) == 8
    assert gateway.verify(number, reference, code)


def test_languages_that_differ_have_texts_that_differ(gateway):
    """Eleven languages at least: regional variants of one language may share their text."""
    texts = {}
    for language in LANGUAGES:
        number = fresh_number()
        result = gateway.send(number, fresh_reference(), Language=language, BrandName=BRAND)
        body = gateway.delivered(number, result["MessageId"])["body"]
        texts[language] = body.replace(code_in(body), "{code}")
    assert len({texts[one] for one in ("de-DE", "en-US", "es-ES", "fr-FR", "it-IT", "ja-JP", "ko-KR", "pt-BR", "zh-CN", "zh-TW")}) == 10
    assert all("\ufffd" not in text for text in texts.values())
