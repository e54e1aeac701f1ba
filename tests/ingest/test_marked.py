from ingest import marked
from ingest.joining import Joiner
from ingest.parts import Part
from ingest.readers.lines import Line, Mark
from ingest.traced import Traced


def parts(*lines: tuple[str, Mark, bool]) -> list[Part]:
    """Parts of lines that are given as text, mark and whether they continue the one before."""
    raw = "".join(text + "\n" for text, _, _ in lines)
    found, position = [], 0
    for text, mark, goes_on in lines:
        found.append(Line(Traced.of(text + "\n", position), mark, continues=goes_on))
        position += len(text) + 1
    return marked.parts(found, Joiner(raw, [raw]))


def test_lines_that_continue_are_one_part() -> None:
    text = Mark("text")
    first, second = parts(
        ("Mange sier at skjemaet er", text, False),
        ("for langt.", text, True),
        ("Nei.", text, False),
    )
    assert (first.kind, first.text.text) == ("text", "Mange sier at skjemaet er for langt.")
    assert first.bound
    assert second.text.text == "Nei."


def test_what_the_mark_says_is_kept() -> None:
    mark = Mark("quote", group=3, strong=True, italic=True, uncertain="overlapping")
    (part,) = parts(("Ja.", mark, False))
    assert (part.kind, part.group, part.key, part.uncertain) == ("quote", 3, True, "overlapping")


def test_a_doubt_about_any_line_is_one_about_the_part() -> None:
    (part,) = parts(("Ja, og", Mark("text"), False), ("nei.", Mark("text", uncertain="why"), True))
    assert part.uncertain == "why"


def test_rows_of_a_table_are_one_flagged_part() -> None:
    table = Mark("table", group=1)
    first, second = parts(
        ("By 4", table, False), ("Bygd 2", table, False), ("Annet 1", Mark("table", group=2), False)
    )
    assert (first.kind, first.text.text, first.uncertain) == ("table", "By 4 Bygd 2", marked.TABLE)
    assert second.text.text == "Annet 1"


def test_an_attribution_is_parted_from_its_marks() -> None:
    mark = Mark("attribution", group=2)
    expected = {
        "— Lærer, barneskole": ("Lærer, barneskole", ["—"]),
        "| ID4, sykepleier": ("ID4, sykepleier", ["|"]),
        "(Rektor)": ("Rektor", ["(", ")"]),
        "– (Rektor)": ("Rektor", ["–", "(", ")"]),
        "Brobygger": ("Brobygger", []),
    }
    for text, (label, marks) in expected.items():
        (part,) = parts((text, mark, False))
        assert (part.kind, part.group) == ("attribution", 2)
        assert (part.text.text, [m.text for m in part.marks]) == (label, marks)


def test_every_character_of_an_attribution_is_kept() -> None:
    for text in ("— (Lærer, 3. trinn).", "[Rektor]", "– (Lærer", "|  Lærer (vikar)"):
        (part,) = parts((text, Mark("attribution"), False))
        kept = sorted(at for piece in (part.text, *part.marks) for at in piece.at)
        wanted = {index for index, char in enumerate(text) if not char.isspace()}
        assert wanted <= set(kept)
