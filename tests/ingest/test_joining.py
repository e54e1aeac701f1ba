import pytest

from ingest.joining import Joiner
from ingest.readers.lines import split_lines
from ingest.traced import Traced


@pytest.mark.parametrize(
    ("raw", "known", "expected"),
    [
        ("bruk av e-\nkonsultasjon", "", "bruk av e-konsultasjon"),
        ("samar-\nbeidet lider", "", "samarbeidet lider"),
        ("klar-deg-\nselv", "", "klar-deg-selv"),
        ("gul-\nlapp", "en gul-lapp her", "gul-lapp"),
        ("gul-\nlapp", "en gullapp her", "gullapp"),
        ("NAV-\nkontor", "", "NAV-kontor"),
        ("pasient- \nog pårørende", "", "pasient- og pårørende"),
        ("sam\u00ad\narbeid", "", "samarbeid"),
        ("to  \n\n ord", "", "to ord"),
    ],
)
def test_joined_lines(raw: str, known: str, expected: str) -> None:
    joiner = Joiner(raw, [raw, known])
    text, starts = joiner.join([x for x in split_lines(Traced.of(raw)) if x.text.strip()])
    assert text.text == expected
    assert starts[0] == 0
    for repair in joiner.repairs:
        assert raw[repair.at : repair.at + len(repair.before)] == repair.before
