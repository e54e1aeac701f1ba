"""Reports of running text, each with habits of its own: numbers, capitals, indents, headers."""

from pathlib import Path

import pytest

from ingest.layout.paragraphs import FOOTNOTE
from tests.ingest.making import aside, made, paths, stands

SCHOOL = """Stillhet i klasserommet
En intervjuundersøkelse blant lærere og elever

Innhold

1 Om undersøkelsen ........ 2
2 Funn .................... 3
  2.1 Lyd i rommet ........ 3
  2.2 Uro ................. 4
3 Veien videre ............ 4
\f
Rapport 2021 | Side 2

Kapittel 1 Om undersøkelsen

Vi intervjuet tolv lærere og ni elever ved to skoler våren 2021. Intervju-
ene varte i en time. Utvalget er lite, og funnene kan ikke over-
føres til andre skoler uten videre.[1]

[1] Skolene er anonymisert.
\f
Rapport 2021 | Side 3

Kapittel 2 Funn

2.1 Lyd i rommet

De fleste lærerne sier at støyen tar tid fra undervisningen. Noen av dem
bruker mikrofon.

Lærerne peker på tre grunner:

1. Rommene er for store.
2. Taket kaster lyden tilbake, og det finnes ingen gardiner eller tepper som
   demper den.
3. Mange går ut og inn.

«Jeg snakker høyere og høyere utover dagen. Klokka to har jeg ingen stemme
igjen.»
– Lærer, ungdomsskole

Rektorene ser det annerledes. De mener at støyen har vært der hele tiden, og at
den blir borte igjen når klassene er blitt kjent med hverandre, slik den alltid
\f
Rapport 2021 | Side 4

har gjort.

2.2 Uro

Elevene er delt i synet på uro. Noen elever synes at det er hyggelig med litt
prat, mens andre ikke får gjort noe.

«Det er alltid noen som roper, og da mister jeg tråden.» (Elev, 9. trinn)

Kapittel 3 Veien videre

Vi anbefaler at skolene måler støyen i ett år før de bygger om.
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_numbered_chapters_with_page_headers_and_contents(tmp_path: Path, line_end: str) -> None:
    built = made(tmp_path, SCHOOL.replace("\n", line_end), ".txt")
    assert built.report.title == "Stillhet i klasserommet"
    assert [section.path for section in built.report.sections] == [
        ("Kapittel 1 Om undersøkelsen",),
        ("Kapittel 2 Funn",),
        ("Kapittel 2 Funn", "2.1 Lyd i rommet"),
        ("Kapittel 2 Funn", "2.2 Uro"),
        ("Kapittel 3 Veien videre",),
    ]
    found = stands(built)
    reasons = "Lærerne peker på tre grunner:"
    assert found["Rommene er for store."] == ("2.1 Lyd i rommet", (), reasons)
    assert (
        "Taket kaster lyden tilbake, og det finnes ingen gardiner eller tepper som demper den."
        in found
    )
    assert "Intervjuene varte i en time." in found
    assert [(quote.text, quote.speaker.role) for quote in built.report.quotes] == [
        ("Jeg snakker høyere og høyere utover dagen. Klokka to har jeg ingen stemme igjen.",
         "lærer"),
        ("Det er alltid noen som roper, og da mister jeg tråden.", "elev"),
    ]  # fmt: skip
    set_aside = aside(built)
    assert set_aside["running header"] == [f"Rapport 2021 | Side {n}" for n in (2, 3, 4)]
    assert len(set_aside["table of contents"]) == 6


def test_a_sentence_runs_over_the_end_of_a_page(tmp_path: Path) -> None:
    built = made(tmp_path, SCHOOL, ".txt")
    over = next(text for text in stands(built) if text.startswith("De mener at støyen"))
    assert over.endswith("slik den alltid har gjort.")


def test_a_footnote_says_what_it_is(tmp_path: Path) -> None:
    built = made(tmp_path, SCHOOL, ".txt")
    notes = [source.text for source in built.report.sources if source.uncertain == FOOTNOTE]
    assert notes == ["[1] Skolene er anonymisert."]


ENGLISH = """HOMES FOR A WHILE
Parents and caseworkers on emergency placements

CHAPTER 1: ABOUT THE STUDY

We interviewed nine parents and eleven caseworkers in four districts. Each
interview lasted about an hour.

1.1 Limitations

The sample is small, and no children were interviewed.

                                  - 1 -

CHAPTER 2
What we found

2.1 Time

Most parents said that they were told too late. A few had known for weeks
that a placement was coming.

\tWhen the letter came, everything had been settled. I was not asked, and
\tI did not know whom to call.
\t(Parent)

2.1.1 Why it takes so long

Caseworkers gave several reasons:

  * the first meeting is often cancelled;
  * the papers travel between two offices, and nobody knows who has them at
    any given time;
  * staff leave.

SUPPORT AFTERWARDS

None of the parents had been offered help to understand the decision.

                                  - 2 -

III. RECOMMENDATIONS

We recommend that parents are given a named contact.
"""


def test_chapters_capitals_tabs_and_page_numbers(tmp_path: Path) -> None:
    built = made(tmp_path, ENGLISH, ".txt")
    assert built.report.title == "HOMES FOR A WHILE"
    assert paths(built) == [
        "CHAPTER 1: ABOUT THE STUDY", "1.1 Limitations", "CHAPTER 2 What we found", "2.1 Time",
        "2.1.1 Why it takes so long", "III. RECOMMENDATIONS",
    ]  # fmt: skip
    found = stands(built)
    lead = "Caseworkers gave several reasons:"
    assert found["staff leave."] == ("2.1.1 Why it takes so long", (), lead)
    long = "the papers travel between two offices, and nobody knows who has them at any given time;"
    assert found[long][2] == lead
    none = found["None of the parents had been offered help to understand the decision."]
    assert none[1] == ("SUPPORT AFTERWARDS",)
    assert aside(built)["page number"] == ["- 1 -", "- 2 -"]
    (quote,) = built.report.quotes
    assert quote.text == (
        "When the letter came, everything had been settled. I was not asked, and I did not know"
        " whom to call."
    )
    assert quote.speaker.role == "forelder"


NO_BLANKS = """I. Bakgrunn
Undersøkinga handlar om korleis folk som søkjer jobb, opplever kurs. Vi snakka
med ti deltakarar og seks rettleiarar.
II. Det deltakarane fortel
Kursa er nyttige, men lange
Dei fleste deltakarane seier at kursa er nyttige. Dei synest likevel at dei
varer for lenge, og nokre sluttar før dei er ferdige.
Rettleiarane har for lite tid
Rettleiarane fortel at dei har for mange å følgje opp. Fleire av dei seier at
dei må velje kven dei skal hjelpe fyrst.
Dette gjeld særleg:
- dei som har vore lenge ute av arbeid
- dei som ikkje les norsk, og som treng at
  nokon les for dei
III. Tilrådingar
Vi rår til at kursa blir kortare.
"""


def test_no_blank_line_anywhere(tmp_path: Path) -> None:
    built = made(tmp_path, NO_BLANKS, ".txt")
    assert paths(built) == ["I. Bakgrunn", "II. Det deltakarane fortel", "III. Tilrådingar"]
    found = stands(built)
    first = found["Dei fleste deltakarane seier at kursa er nyttige."]
    assert first[1] == ("Kursa er nyttige, men lange",)
    last = found["dei som ikkje les norsk, og som treng at nokon les for dei"]
    assert last[1:] == (("Rettleiarane har for lite tid",), "Dette gjeld særleg:")
    assert "dei som har vore lenge ute av arbeid" in found


INDENTED = """                         Arbeid og helse 2022
   Funn om arbeidstid

      Ansatte i butikk opplever at vaktene endres på kort varsel. De får
vite det samme dag.
      Lederne ser det annerledes. De mener at vaktene er kjent i god
tid.

   Funn om lønn

      Alle ansatte mener at lønnen er for lav. Lederne er uenige, og de
sier at den er som i

                                                                    7
                         Arbeid og helse 2022
andre butikker.
   Funn om opplæring

      Opplæringen skjer i pausene, og mange får den aldri.

                                                                    8
                         Arbeid og helse 2022
   Metode

      Vi har intervjuet ti ansatte og fire ledere.

                                                                    9
"""


def test_indented_paragraphs_and_pages_that_only_their_numbers_show(tmp_path: Path) -> None:
    built = made(tmp_path, INDENTED, ".txt")
    assert paths(built) == ["Funn om arbeidstid", "Funn om lønn", "Funn om opplæring", "Metode"]
    assert [section.method for section in built.report.sections] == [False, False, False, True]
    texts = set(stands(built))
    assert "De mener at vaktene er kjent i god tid." in texts
    assert aside(built)["page number"] == ["7", "8", "9"]
    assert aside(built)["running header"] == ["Arbeid og helse 2022"] * 3


UNWRAPPED = """Arbeidsmarkedstiltak i fire kommuner

Bakgrunn

Rapporten bygger på intervjuer med tjueto arbeidssøkere og seks veiledere. Intervjuene ble gjort \
høsten 2022, og hvert av dem varte i omtrent en time.

Funn

De fleste arbeidssøkerne mener at kursene er for lange. Noen av dem har gått på kurs to ganger.

Hva veilederne ønsker

Veilederne ønsker seg tre ting:

- kortere kurs
- færre skjemaer
- mer tid til hver enkelt

Anbefalinger

Vi anbefaler at kursene deles i to.
"""


@pytest.mark.parametrize("blank", ["\n\n", "\n"])
def test_a_line_a_paragraph(tmp_path: Path, blank: str) -> None:
    built = made(tmp_path, UNWRAPPED.replace("\n\n", blank), ".txt")
    assert built.report.title == "Arbeidsmarkedstiltak i fire kommuner"
    assert paths(built) == ["Bakgrunn", "Funn", "Hva veilederne ønsker", "Anbefalinger"]
    found = stands(built)
    assert found["færre skjemaer"][2] == "Veilederne ønsker seg tre ting:"
    assert len(found) == 8


LISTS = """Learning at home
1. Background
We talked with fourteen parents and nine teachers about the spring when schools
were closed. All interviews were done by phone.
2. What parents said
2.1. Time
Most parents found it hard to find time. They named three reasons:
1. Work went on as before.
2. There was one computer, and two or three children who needed it at the same
time.
3. Nobody knew what the teacher had asked for.
A few parents said that they enjoyed it. For them, the days were long and calm.
2.2. Help
Parents who had little schooling themselves felt left alone. The interviews of
12. May and later were shorter.
3. What should change
We recommend that every family gets one person to call.
"""


def test_numbered_headings_and_numbered_lists(tmp_path: Path) -> None:
    built = made(tmp_path, LISTS, ".txt")
    assert built.report.title == "Learning at home"
    assert paths(built) == [
        "1. Background", "2. What parents said", "2.1. Time", "2.2. Help",
        "3. What should change",
    ]  # fmt: skip
    found = stands(built)
    lead = "They named three reasons:"
    listed = [text for text, (_, _, above) in found.items() if above == lead]
    assert listed == [
        "Work went on as before.",
        "There was one computer, and two or three children who needed it at the same time.",
        "Nobody knew what the teacher had asked for.",
    ]
    assert "A few parents said that they enjoyed it." in found


def test_text_without_any_heading(tmp_path: Path) -> None:
    text = "De fleste trives. De liker å være ute.\n\nNoen få sier at de er ensomme.\n"
    built = made(tmp_path, text, ".txt")
    assert paths(built) == ["rapport"]
    assert len(built.report.findings) == 3


def test_a_table_by_its_gaps_is_kept_and_flagged(tmp_path: Path) -> None:
    text = (
        "1 Utvalg\n\nVi intervjuet to grupper.\n\nGruppe    By    Land\nLærere    4     5\n"
        "Elever    2     9\n\nAlle svarte på de samme spørsmålene.\n\n2 Funn\n\nDe trives.\n"
    )
    built = made(tmp_path, text, ".txt")
    (table,) = [source for source in built.report.sources if source.uncertain]
    assert table.text == "Gruppe By Land Lærere 4 5 Elever 2 9"
    assert paths(built) == ["1 Utvalg", "2 Funn"]


CHAT = """1 Funn
De fleste elevene sier at de sover for lite. De legger seg sent og står tidlig
opp, og mange av dem sovner i timen.
Lærerne merker det. De sier at elevene ikke er til å få kontakt med om morgenen.
Jeg prøvde å flytte matten til etter lunsj.
Da våknet de.
— Lærer
Elevene foreslår at skolen begynner klokka ti.
2 Råd
Vi anbefaler at skolen prøver det i ett år.
"""


def test_a_quote_without_marks_does_not_take_the_authors_words(tmp_path: Path) -> None:
    (quote,) = made(tmp_path, CHAT, ".txt").report.quotes
    assert quote.text == "Jeg prøvde å flytte matten til etter lunsj. Da våknet de."
    assert quote.speaker.role == "lærer"


MIXED = """1 Bakgrunn
Vi har snakket med ni ungdommer og fem arbeidsgivere i tre kommuner.
2 Funn
UNGDOMMENE
Lønn
De fleste ungdommene mener at lønnen er for lav.
«Jeg tjener mindre enn broren min, og han sover til klokka ti hver dag.» (Elev)
Noen få sier at den er god nok.
ARBEIDSGIVERNE
De nevner tre ting:
a) at bussen ikke går så tidlig
b) at de unge ikke ringer
c) at noen slutter
Tabell 1. Deltakere
Gruppe          Kvinner     Menn
Ungdommer       5           4
Arbeidsgivere   2           3
3 Råd
Vi anbefaler at kommunen følger dem opp.
"""


def test_headings_of_two_kinds_letters_and_captions(tmp_path: Path) -> None:
    built = made(tmp_path, MIXED, ".txt")
    found = stands(built)
    both = ("UNGDOMMENE", "Lønn")
    assert found["De fleste ungdommene mener at lønnen er for lav."][1] == both
    assert found["Noen få sier at den er god nok."][1] == both
    listed = [text for text, where in found.items() if where[2] == "De nevner tre ting:"]
    assert listed == [
        "at bussen ikke går så tidlig", "at de unge ikke ringer", "at noen slutter",
    ]  # fmt: skip
    table = found["Gruppe Kvinner Menn Ungdommer 5 4 Arbeidsgivere 2 3"]
    assert table[1:] == (("ARBEIDSGIVERNE",), "Tabell 1. Deltakere")


def test_a_sentence_that_its_list_goes_on_with(tmp_path: Path) -> None:
    text = (
        "Method\nWe spoke to ten teachers about noise in school.\n\nWhat Pupils Want\n"
        "Pupils wanted\n\n   - softer floors,\n   - smaller groups, and\n   - a room to be in.\n"
    )
    built = made(tmp_path, text, ".txt")
    assert paths(built) == ["Method", "What Pupils Want"]
    assert stands(built)["softer floors,"] == ("What Pupils Want", (), "Pupils wanted")
