"""What a correction does to a report, and that it fits nothing but the text that it names."""

from pathlib import Path

import pytest

from ingest.mending.repair import DOUBT
from ingest.pipeline import Built, build_report
from service.domain import Finding, Quote
from service.errors import InputError
from tests.ingest.corrections.correcting import corrected, entry
from tests.ingest.making import made, spaced

TEXT = """# 1 Skolehverdagen

De fleste lærerne bruker kvelden. Noen gir opp. Det er en vane.

Et avsnitt til som handler om møter.

## 1.1 Samarbeid

- Lærerne ønsker mer tid.
- Rektorene er enige.

> Jeg rekker ikke alt.
>
> — Lærer, ungdomsskole

> Vi får det til.

Dette er en overskrift

Foreldrene er fornøyde.
"""


def texts(built: Built) -> list[str]:
    return [source.text for source in built.report.sources]


def quote(built: Built, begins: str) -> Quote:
    return next(q for q in built.report.quotes if q.text.startswith(begins))


def finding(built: Built, begins: str) -> Finding:
    return next(f for f in built.report.findings if f.text.startswith(begins))


def paths(built: Built) -> dict[str, tuple[str, ...]]:
    sections = {section.id: section.path for section in built.report.sections}
    return {s.text: (*sections[s.section], *s.headings) for s in built.report.sources}


# --- what it is ---------------------------------------------------------------------------------


def test_a_heading_that_was_taken_for_text(tmp_path: Path) -> None:
    built = corrected(tmp_path, TEXT, entry("Dette er en", "heading", level=2))
    assert "Dette er en overskrift" not in texts(built)
    assert paths(built)["Foreldrene er fornøyde."] == (
        "1 Skolehverdagen", "Dette er en overskrift",
    )  # fmt: skip
    below = corrected(tmp_path, TEXT, entry("Dette er en", "heading", level=3))
    assert paths(below)["Foreldrene er fornøyde."] == (
        "1 Skolehverdagen", "1.1 Samarbeid", "Dette er en overskrift",
    )  # fmt: skip


def test_the_levels_are_those_of_the_report_also_below_a_title(tmp_path: Path) -> None:
    text = "# Rapporten\n\n## Funn\n\nEn ting.\n\nTiltak\n\nTo ting.\n"
    built = corrected(tmp_path, text, entry("Tiltak", "heading", level=1))
    assert built.report.title == "Rapporten"
    assert paths(built) == {"En ting.": ("Funn",), "To ting.": ("Tiltak",)}


def test_a_text_that_was_taken_for_a_heading(tmp_path: Path) -> None:
    built = corrected(tmp_path, TEXT, entry("1.1 Samarbeid", "text"))
    assert "1.1 Samarbeid" in texts(built)
    assert len(built.report.sections) == 1


def test_a_quote_that_is_none(tmp_path: Path) -> None:
    text = "# 1 Funn\n\n«Jeg er ikke sikker på dette her, jeg.» (Rektor)\n\nEn ting.\n"
    assert len(made(tmp_path, text).report.quotes) == 1
    built = corrected(tmp_path, text, entry("Jeg er ikke sikker", "text"))
    assert not built.report.quotes
    assert texts(built)[0] == "«Jeg er ikke sikker på dette her, jeg.»"
    assert built.account.places["set aside: attribution without a quote"] == 6


def test_a_list_item_that_is_none_and_the_other_way(tmp_path: Path) -> None:
    both = entry("Rektorene er", "text") + entry("Foreldrene er", "item")
    built = corrected(tmp_path, TEXT, both)
    kinds = {placed.part.text.text: placed.part.kind for placed in built.placed}
    assert kinds["Rektorene er enige."] == "text"
    assert kinds["Foreldrene er fornøyde."] == "item"


def test_a_quote_with_its_speaker_in_terms_or_by_its_printed_label(tmp_path: Path) -> None:
    text = "# 1 Funn\n\nDet er for mye å gjøre.\n\nRektor, barneskole\n\nEn ting.\n"
    first = corrected(tmp_path, text, entry("Det er for", "quote", role="lærer"))
    only = first.report.quotes[0]
    assert (only.text, only.speaker.role, only.speaker.label) == (
        "Det er for mye å gjøre.", "lærer", "",
    )  # fmt: skip
    assert only.uncertain is None
    second = corrected(tmp_path, text, entry("Det er for", "quote", label="Rektor, barneskole"))
    only = second.report.quotes[0]
    assert (only.speaker.role, only.speaker.label) == ("rektor", "Rektor, barneskole")
    assert second.account.places["attribution"] == len("Rektor,barneskole")


def test_a_label_at_the_end_of_the_quote_itself(tmp_path: Path) -> None:
    text = "# 1 Funn\n\n«Det er for mye å gjøre» sa en, ID4 rektor.\n\nEn ting.\n"
    built = corrected(tmp_path, text, entry("Det er for", "quote", label="sa en, ID4 rektor"))
    only = built.report.quotes[0]
    assert only.text == "Det er for mye å gjøre"
    assert only.speaker.role == "rektor"
    assert "4" not in only.speaker.label
    assert "ID4" not in built.report.model_dump_json()


def test_a_speaker_that_was_not_understood(tmp_path: Path) -> None:
    text = TEXT.replace("Lærer, ungdomsskole", "Kontaktperson, ungdomsskole")
    assert quote(made(tmp_path, text), "Jeg").uncertain
    built = corrected(tmp_path, text, entry("Jeg rekker", "speaker", role="lærer"))
    spoken = quote(built, "Jeg")
    assert (spoken.speaker.role, spoken.speaker.understood) == ("lærer", True)
    assert spoken.speaker.label == "Kontaktperson, ungdomsskole"
    assert spoken.uncertain is None
    assert built.corrections[0].effect.startswith("speaker: ")


def test_labels_of_two_quotes_changed_round(tmp_path: Path) -> None:
    text = "# 1 Funn\n\n> Det første.\n>\n> — Lærer\n\n> Det andre.\n>\n> — Rektor\n\nEn ting.\n"
    change = entry("Det første", "speaker", label="Rektor")
    built = corrected(tmp_path, text, change + entry("Det andre", "speaker", label="Lærer"))
    assert [q.speaker.role for q in built.report.quotes] == ["rektor", "lærer"]
    half = corrected(tmp_path, text, change)
    assert [q.speaker.label for q in half.report.quotes] == ["Rektor", ""]
    assert half.report.quotes[1].uncertain
    assert half.account.places["set aside: attribution without a quote"] == 5


def test_who_took_part_counts_a_corrected_speaker(tmp_path: Path) -> None:
    text = "# 1 Funn\n\n> Det er bra.\n>\n> — Hun med hatten\n\nForeldrene er fornøyde.\n"
    before = finding(made(tmp_path, text), "Foreldrene")
    built = corrected(tmp_path, text, entry("Det er bra", "speaker", role="forelder"))
    after = finding(built, "Foreldrene")
    assert [g.role for g in after.groups] == ["forelder"]
    assert after.about is None
    assert (before.groups, before.about) != (after.groups, after.about)


# --- order and extent ---------------------------------------------------------------------------

BODY = (
    "Lærerne møtes hver uke for å snakke \nom undervisning og elever, og det \ngår i en god "
    "retning for dem som \nikke har vært med på det før, sier \nde som leder arbeidet ved hver "
    "\nenkelt skole.\n"
)
SLIDE = spaced(
    "Om møtene på skolen\n" + BODY,
    "Om alle de andre møtene\n" + BODY.replace("Lærerne", "Rektorene"),
    "Om møter med foreldre\n" + BODY.replace("Lærerne", "Foreldrene"),
    "Hva som endres\nI god retningI feil retning\nDe får svar på det meste.\n"
    "De rekker mindre enn før.\n",
)


def test_parts_are_moved_and_their_order_is_settled(tmp_path: Path) -> None:
    built = corrected(
        tmp_path, TEXT, entry("- Rektorene"[2:], "move", before="Lærerne ønsker mer tid")
    )
    found = texts(built)
    assert found.index("Rektorene er enige.") + 1 == found.index("Lærerne ønsker mer tid.")
    after = corrected(
        tmp_path, TEXT, entry("1.1 Samarbeid", "move", after="Vi får", through="Rektorene er")
    )
    found = texts(after)
    assert found.index("Vi får det til.") < found.index("Lærerne ønsker mer tid.")
    assert found.index("Rektorene er enige.") < found.index("Dette er en overskrift")


def test_what_is_settled_is_no_longer_uncertain(tmp_path: Path) -> None:
    text = "# 1 Funn\n\n| a | b |\n|---|---|\n| c | d |\n\nEn ting.\n"
    assert made(tmp_path, text).uncertain
    built = corrected(tmp_path, text, entry("c", "settled"))
    assert not built.uncertain
    assert [applied.effect for applied in built.corrections] == ["1 no longer uncertain"]
    assert built.report.corrections is not None
    assert built.report.corrections.applied == 1


def test_a_range_is_settled(tmp_path: Path) -> None:
    before = made(tmp_path, SLIDE, ".txt")
    doubted = [s.text for s in before.report.sources if s.uncertain]
    assert doubted
    last = doubted[-1]
    built = corrected(tmp_path, SLIDE, entry(doubted[0][:30], "settled", through=last[:30]), ".txt")
    assert not built.uncertain


def test_a_speaker_is_not_settled_by_saying_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='say so with `do = "speaker"`'):
        corrected(tmp_path, TEXT.replace("— Lærer, ungdomsskole", "— Noen"),
                  entry("Jeg rekker", "settled"))  # fmt: skip


def test_sentences_and_paragraphs_are_joined(tmp_path: Path) -> None:
    built = corrected(tmp_path, TEXT, entry("Noen gir", "join", with_="Det er en vane"))
    assert texts(built)[:2] == [
        "De fleste lærerne bruker kvelden.", "Noen gir opp. Det er en vane.",
    ]  # fmt: skip
    built = corrected(tmp_path, TEXT, entry("Et avsnitt", "join", with_="Dette er en over"))
    assert "Et avsnitt til som handler om møter. Dette er en overskrift" in built.report.canonical


def test_a_quote_takes_in_the_rest_of_it(tmp_path: Path) -> None:
    text = "# 1 Funn\n\nDet er for mye.\n\n«Og jeg er for sliten til mer.» (Rektor)\n\nEn ting.\n"
    change = entry("Det er for", "quote") + entry("Det er for", "join", with_="Og jeg er")
    built = corrected(tmp_path, text, change)
    only = built.report.quotes
    assert [q.text for q in only] == ["Det er for mye. Og jeg er for sliten til mer."]
    assert only[0].speaker.role == "rektor"


def test_a_part_is_split(tmp_path: Path) -> None:
    change = entry("Lærerne ønsker", "split", before="mer tid")
    built = corrected(tmp_path, TEXT, change)
    assert {"Lærerne ønsker", "mer tid."} < set(texts(built))
    text = "# 1 Funn\n\n> Om dagen: Jeg rekker ikke alt.\n>\n> — Lærer\n"
    change = entry("Om dagen", "split", before="Jeg rekker") + entry("Om dagen", "text")
    built = corrected(tmp_path, text, change)
    assert [q.text for q in built.report.quotes] == ["Jeg rekker ikke alt."]
    assert built.report.quotes[0].speaker.role == "lærer"


def test_what_is_set_aside_is_nowhere_in_the_report(tmp_path: Path) -> None:
    change = "".join(
        entry(at, "aside") for at in ("1.1 Samarbeid", "Noen gir opp", "Jeg rekker ikke")
    )
    built = corrected(tmp_path, TEXT, change)
    for gone in ("Samarbeid", "Noen gir opp", "rekker ikke", "ungdomsskole"):
        assert gone not in built.report.model_dump_json()
    assert "De fleste lærerne bruker kvelden." in texts(built)
    assert "Det er en vane." in texts(built)
    assert built.account.places["set aside: set aside by a correction"] > 40
    many = corrected(tmp_path, TEXT, entry("Et avsnitt", "aside", through="Vi får"))
    assert texts(many)[-1] == "Foreldrene er fornøyde."
    assert len(texts(many)) == 5


def test_a_title_that_identifies_somebody_goes_too(tmp_path: Path) -> None:
    text = "# Anes skole\n\n## 1 Funn\n\nEn ting.\n"
    built = corrected(
        tmp_path, text, '[report]\ntitle = "En skole"\n' + entry("Anes skole", "aside")
    )
    assert built.report.title == "En skole"
    assert "Anes" not in built.report.model_dump_json()
    assert [a.effect for a in built.corrections] == ["title given", "left out of the report"]


# --- whole reports ------------------------------------------------------------------------------


def test_untouched_sources_keep_their_ids(tmp_path: Path) -> None:
    before = {s.text: s.id for s in made(tmp_path, TEXT).report.sources}
    change = entry("Noen gir opp", "aside") + entry("Vi får", "move", before="Jeg rekker")
    after = {s.text: s.id for s in corrected(tmp_path, TEXT, change).report.sources}
    assert set(before) - set(after) == {"Noen gir opp."}
    assert all(before[text] == id for text, id in after.items())


def test_without_corrections_nothing_is_remembered(tmp_path: Path) -> None:
    built = corrected(tmp_path, TEXT, "# none yet\n")
    assert built.report.corrections is None
    assert "corrections" not in built.report.model_dump()


def test_a_file_elsewhere_goes_before_the_one_beside(tmp_path: Path) -> None:
    corrected(tmp_path, TEXT, entry("Noen gir", "aside"))
    other = tmp_path / "annet.toml"
    other.write_text(entry("Vi får", "aside"), encoding="utf-8")
    built = build_report(tmp_path / "rapport.md", corrected_by=other)
    assert "Noen gir opp." in texts(built)
    assert "Vi får det til." not in texts(built)


def test_what_the_file_says_of_the_report(tmp_path: Path) -> None:
    change = '[report]\ntitle = "T"\npublisher = "P"\nyear = 2001\nlanguage = "nn"\n'
    report = corrected(tmp_path, "---\ntitle: X\nyear: 1999\n---\n" + TEXT, change).report
    assert (report.title, report.publisher, report.year, report.language) == ("T", "P", 2001, "nn")
    path = tmp_path / "rapport.md"
    given = build_report(path, title="G", publisher="H", year=2002).report
    assert (given.title, given.publisher, given.year) == ("G", "H", 2002)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (entry("Noen gir aldri opp", "text"), "its first 2 of 4 words stand on line 3"),
        (entry("Ingen gir opp. Det", "text"), "only its last 3 of 4 words stand there, on line 3"),
        (entry("xyz", "text"), "of which the report holds nothing"),
        (entry("er", "text"), r"stands in \d places \(lines 3, .*say which"),
        (entry("er", "text", line=7), "does not begin on line 7 but on 3"),
        (entry("vane", "text", occurrence=2), "names occurrence 2 of a text with 1"),
        (entry("vane. Et avsnitt", "text"), r"lines 3 to 5\) that stands in more than one"),
        (entry("Noen gir", "speaker", role="lærer"), "names running text, not a quote"),
        (entry("Vi får", "split", before="Foreldrene"), "is an attribution, a number or a lead-in"),
        (entry("Vi får", "split", before="Vi får"), "is to be split where it begins"),
        (entry("Vi får", "join", with_="Vi får"), "one already|stands before"),
        (entry("Vi får", "move", before="Vi får"), "moved to where it stands"),
        (entry("Vi får", "aside", through="Noen gir"), "a `through` that stands before"),
        (entry("Vi får", "quote", label="Ingen slik"), r"holds nothing \(key `label`\)"),
        (entry("Vi får", "quote", label="Det er en vane"), "only a piece of running text"),
        (entry("Vi får", "aside") + entry("Et avs", "join", with_="Vi får"), "what is set aside"),
    ],
)
def test_a_correction_that_does_not_fit(tmp_path: Path, change: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        corrected(tmp_path, TEXT, change)
    assert "Nothing was ingested." in str(caught.value)
    for word in ("Noen", "Foreldrene", "vane", "får"):
        assert word not in str(caught.value)


def test_an_occurrence_or_a_line_says_which(tmp_path: Path) -> None:
    text = "# 1 Funn\n\nDet samme.\n\nDet samme.\n\nDet samme.\n\nEn ting.\n"
    for which in ({"line": 5}, {"occurrence": 2}):
        built = corrected(tmp_path, text, entry("Det samme", "aside", **which))
        assert texts(built) == ["Det samme.", "Det samme.", "En ting."]
        assert built.corrections[0].line == 5


def test_text_is_named_as_funn_shows_it_or_as_the_file_has_it(tmp_path: Path) -> None:
    text = "# 1 Funn\n\nDette er en set-\nning med *vekt* på og ID4 i.\n\nEn ting.\n"
    for at in ("en setning med vekt på", "en set-\nning med *vekt* på", "vekt* på og ID4 i."):
        built = corrected(tmp_path, text, entry(at, "aside"))
        assert texts(built) == ["En ting."]


def test_a_participant_number_cannot_be_brought_back(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="that was set aside: a participant number"):
        corrected(tmp_path, "# 1 Funn\n\nSom ID47 sa, går det.\n", entry("ID47", "text"))


def test_a_character_that_may_be_broken_is_settled_too(tmp_path: Path) -> None:
    text = "Å lang ventetid\nÅ dårlig samband\nÅ ustabil drift\nÅ bytte system\n"
    before = made(tmp_path, text, ".txt")
    doubted = [s.text for s in before.report.sources if s.uncertain == DOUBT]
    assert len(doubted) == 1
    built = corrected(tmp_path, text, entry(doubted[0], "settled"), ".txt")
    assert not built.uncertain
    assert [applied.effect for applied in built.corrections] == ["1 no longer uncertain"]
