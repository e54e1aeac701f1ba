import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.understanding import clean


class TestClean:
    @pytest.mark.parametrize(
        ("typed", "cleaned"),
        [
            ("  Hva\t\n sier \r\n de? ", "Hva sier de?"),
            ("fast\u200blege", "fastlege"),  # zero width space
            ("fast\ufefflege", "fastlege"),  # byte order mark
            ("fast\u00adlege", "fastlege"),  # soft hyphen
            ("\u202eegel\u202c", "egel"),  # right-to-left override
            ("\u2066lege\u2069", "lege"),  # isolates
            ("le\u034fge\u3164", "lege"),  # grapheme joiner, Hangul filler
            ("le\x00ge\x07", "lege"),
            ("le\ud800ge", "lege"),  # lone surrogate
            ("le\ue000ge", "lege"),  # private use
            ("A\u030angst", "Ångst"),  # composed
            ("30\u00a0%", "30 %"),
            ("½ ™ ﬁ", "½ ™ ﬁ"),  # NFKC would change these
            ("«Æ ø å» 🙂", "«Æ ø å» 🙂"),
            ("", ""),
        ],
    )
    def test_takes_out_what_is_not_seen(self, typed: str, cleaned: str) -> None:
        assert clean(typed) == cleaned

    @given(st.text(st.characters(codec=None)))
    @example("a\u200b\u030a")
    @example("\u1100\u00ad\u1161")
    def test_is_done_once_and_composed(self, text: str) -> None:
        once = clean(text)
        assert clean(once) == once
        assert unicodedata.normalize("NFC", once) == once
        once.encode("utf-8")
        assert not any(unicodedata.category(char).startswith("C") for char in once)
