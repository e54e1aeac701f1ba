"""What a question finds: the right group, whole lists, other languages, each report by itself."""

import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from service.answering.extractive import ExtractiveAnswerer
from service.assistant import Assistant
from service.contract import Answer
from service.domain import Group, Language
from service.evidence import Evidence, Filters, Found
from service.index.library import Library
from service.index.store import Store
from service.relevance import Relevance
from service.retrieval import DEPTH, Retriever
from service.settings import Settings
from service.understanding import Message, Question, understand
from service.vocabulary.groups import group_vocabulary
from tests.reports import Chapter, F, Q, Topic, make_report

GP, NURSE = Group(role="fastlege"), Group(role="sykepleier", sector="kommune")
TEACHER = Group(role="lærer")
HEALTH = make_report(
    Chapter("1 Meldinger"),
    Topic("Fordeler"),
    F("Sykepleierne i kommunen slipper å vente i telefonkø.", (NURSE,)),
    Q("Nå slipper jeg telefonkøen.", "sykepleier", "kommune"),
    Topic("Ulemper"),
    F("De fleste fastlegene får merarbeid av digitale meldinger.", (GP,)),
    Q("Innboksen er aldri tom, og det er merarbeid hver kveld.", "fastlege"),
    Chapter("2 Video"),
    F("Bildet fryser ofte i videokonsultasjoner.", lead_in="Deltakerne ser tre ulemper:"),
    F("Lyden kommer for sent i videokonsultasjoner.", lead_in="Deltakerne ser tre ulemper:"),
    F("Ferjen går ikke i storm.", lead_in="Deltakerne ser tre ulemper:"),
    id="health",
    title="Helse",
)
SCHOOL = make_report(
    Chapter("1 Lærernes dag"),
    F("De fleste lærerne får merarbeid av digitale meldinger fra foreldre.", (TEACHER,)),
    Q("Foreldrene skriver til meg hele helgen.", "lærer"),
    id="school",
    title="Skole",
)
ENGLISH = make_report(
    Chapter("1 Digital messages"),
    F("Most GPs experience extra work because of digital messages.", (GP,)),
    F("Nurses find that discharge summaries arrive late.", (NURSE,)),
    Q("My inbox is never empty.", "fastlege"),
    id="english",
    title="Health",
    language="en",
)
ALL = (HEALTH, SCHOOL, ENGLISH)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    store = Store(Settings(data=tmp_path_factory.mktemp("three")))
    for report in ALL:
        store.put(report)
    return Library(store)


@pytest.fixture(scope="module")
def several(library: Library) -> Assistant:
    vocabulary = group_vocabulary()
    return Assistant(library, vocabulary, ExtractiveAnswerer(vocabulary))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(Store(Settings(data=tmp_path_factory.mktemp("empty") / "not made yet")))


def search(library: Library, text: str, **filters: Sequence[str]) -> Found:
    question = understand([Message(role="user", content=text)], group_vocabulary())
    retriever = Retriever(library.embedder, group_vocabulary())
    return retriever.search(question, library.snapshot(), Filters.model_validate(filters))


def ask(assistant: Assistant, text: str, **filters: Sequence[str]) -> Answer:
    return assistant.ask(
        [Message(role="user", content=text)], filters=Filters.model_validate(filters)
    )


def texts(found: Sequence[Evidence]) -> list[str]:
    return [item.source.text for item in found]


def by_text(found: Found) -> dict[str, Evidence]:
    return {item.source.text: item for item in found.evidence}


class TestRanking:
    def test_best_first_and_each_once(self, library: Library) -> None:
        found = search(library, "Hvorfor får fastlegene merarbeid?").evidence
        assert found[0].source.text == HEALTH.findings[1].text
        ids = [item.source.id for item in found]
        assert len(ids) == len(set(ids)) <= DEPTH

    def test_topic_leaves_groups_out_and_tells_what_is_unknown(self, library: Library) -> None:
        found = search(library, "Hva sier fastlegene om merarbeid og quiltsøm?")
        assert "merarbeid" in found.topic
        assert not any("fastlege" in word for word in found.topic)
        assert found.unknown == ("quiltsøm",)
        assert 0 < found.unknown_share <= 1
        assert "merarbeid" in by_text(found)[HEALTH.findings[1].text].concepts

    def test_a_list_is_brought_together(self, library: Library) -> None:
        found = texts(search(library, "Hva er ulempene med videokonsultasjoner?").evidence)
        places = sorted(found.index(finding.text) for finding in HEALTH.findings[2:])
        assert places == list(range(places[0], places[0] + 3))

    def test_scores_are_log_odds_and_relevance_their_probability(self, library: Library) -> None:
        found = search(library, "Hvorfor får fastlegene merarbeid?").evidence
        for item in found:
            assert item.relevance == pytest.approx(1 / (1 + math.exp(-item.score)), abs=1e-5)

    def test_ranks_by_the_weights_it_is_given(self, library: Library) -> None:
        question = understand(
            [Message(role="user", content="Hvorfor får fastlegene merarbeid?")], group_vocabulary()
        )
        shortest = Relevance(intercept=0.0, weights={"length": -1.0})
        retriever = Retriever(library.embedder, group_vocabulary(), shortest)
        found = texts(retriever.search(question, library.snapshot()).evidence)
        assert len(found) > 5
        assert found == sorted(found, key=len)

    def test_a_misspelled_question_finds_the_same(self, library: Library) -> None:
        right = search(library, "Hva gir merarbeid for fastlegene?").evidence
        wrong = search(library, "Hva gir merarbied for fastlegene?").evidence
        assert wrong[0].source == right[0].source

    def test_what_stands_in_the_block_of_a_find_comes_with_it(self, library: Library) -> None:
        """Whatever it says: what stands under one heading answers together."""
        found = texts(search(library, "videokonsultasjoner fryser", reports=["health"]).evidence)
        assert HEALTH.findings[4].text in found


class TestGroupFit:
    def test_own_group_is_asked_others_are_others(self, library: Library) -> None:
        found = by_text(search(library, "Hva mener fastlegene om meldinger?"))
        assert found[HEALTH.findings[1].text].fit == "asked"
        assert found[HEALTH.quotes[1].text].fit == "asked"
        assert found[HEALTH.findings[0].text].fit == "others"
        assert found[HEALTH.quotes[0].text].fit == "others"
        assert found[HEALTH.findings[2].text].fit == "open"

    def test_no_group_asked_about_is_open(self, library: Library) -> None:
        found = search(library, "Hva er ulempene med digitale meldinger?").evidence
        assert {item.fit for item in found} == {"open"}

    def test_wider_role_takes_in_the_narrower(self, library: Library) -> None:
        found = by_text(search(library, "Hva mener legene om meldinger?"))
        assert found[HEALTH.findings[1].text].fit == "asked"


class TestFilters:
    def test_roles(self, library: Library) -> None:
        found = texts(search(library, "digitale meldinger", roles=["fastlege"]).evidence)
        assert HEALTH.quotes[1].text in found
        assert HEALTH.quotes[0].text not in found
        assert HEALTH.findings[0].text not in found
        assert HEALTH.findings[2].text in found  # names nobody

    def test_a_wider_role_lets_the_narrower_through(self, library: Library) -> None:
        found = texts(search(library, "digitale meldinger", roles=["lege"]).evidence)
        assert HEALTH.quotes[1].text in found

    def test_sectors_and_fields(self, library: Library) -> None:
        found = texts(search(library, "digitale meldinger", sectors=["kommune"]).evidence)
        assert HEALTH.quotes[0].text in found
        assert HEALTH.quotes[1].text not in found
        nobody = search(library, "meldinger", fields=["psykisk helse"]).evidence
        assert {item.source.kind for item in nobody} == {"finding"}

    @pytest.mark.parametrize("id", ["health", "school", "english"])
    def test_reports(self, library: Library, id: str) -> None:
        found = search(library, "Hvem får merarbeid av digitale meldinger?", reports=[id])
        assert {item.report for item in found.evidence} == {id}

    def test_of_reports_alone_count(self, library: Library) -> None:
        """What a word tells, and which are unknown, is by the reports that are asked."""
        text = "Hva sier de om videokonsultasjoner?"
        assert search(library, text, reports=["health"]).unknown == ()
        elsewhere = search(library, text, reports=["school"])
        assert elsewhere.unknown == ("videokonsultasjoner",)
        assert elsewhere.unknown_share == pytest.approx(1.0)

    def test_a_snapshot_of_some_reports_is_as_a_filter(self, library: Library) -> None:
        """Rows of the others stay in it."""
        question = understand(
            [Message(role="user", content="Hva er merarbeid for fastleger?")], group_vocabulary()
        )
        retriever = Retriever(library.embedder, group_vocabulary())
        snapshot = library.snapshot()
        only = retriever.search(question, snapshot.only(["school"]))
        filtered = retriever.search(question, snapshot, Filters(reports=("school",)))
        assert only == filtered
        assert {item.report for item in only.evidence} == {"school"}

    def test_unknown_report_finds_nothing(self, library: Library, several: Assistant) -> None:
        assert search(library, "merarbeid", reports=["nope"]).evidence == ()
        answer = ask(several, "Hvorfor får fastlegene merarbeid?", reports=["nope"])
        assert answer.status == "not_in_report"


class TestLanguages:
    @pytest.mark.parametrize(
        ("text", "report", "finding"),
        [
            ("Why do GPs experience extra work?", "health", 1),
            ("Kvifor får fastlegane meirarbeid?", "health", 1),
            ("What are the disadvantages of video consultations?", "health", 2),
            ("Hvorfor får fastlegene merarbeid?", "english", 0),
            ("Kommer epikrisene for sent, sier sykepleierne?", "english", 1),
        ],
    )
    def test_a_question_finds_its_source_in_another_language(
        self, library: Library, text: str, report: str, finding: int
    ) -> None:
        by_id = {made.id: made for made in ALL}
        found = search(library, text, reports=[report]).evidence
        best = [item.source.text for item in found if item.source.kind == "finding"]
        wanted = by_id[report].findings[finding].text
        assert wanted in best[: 1 if finding < 2 else 3]

    @pytest.mark.parametrize(
        "text",
        [
            "Do discharge summaries and video consultations give nurses extra work?",
            "Gir epikriser og videokonsultasjoner sykepleierne merarbeid?",
        ],
    )
    def test_reports_in_two_languages_are_searched_at_once(
        self, library: Library, text: str
    ) -> None:
        """A phrase of the one language may be two words of the other."""
        found = search(library, text)
        assert {item.report for item in found.evidence} == {"health", "school", "english"}
        late = by_text(found)[ENGLISH.findings[1].text]
        assert late.concepts

    def test_a_report_without_a_source_changes_nothing(
        self, library: Library, tmp_path: Path
    ) -> None:
        store = Store(Settings(data=tmp_path))
        for report in (*ALL, make_report(Chapter("1 Intet"), id="zero")):
            store.put(report)
        more = Library(store)
        assert list(more.snapshot().reports) == ["english", "health", "school", "zero"]
        text = "Hvem får merarbeid av digitale meldinger?"
        assert search(more, text) == search(library, text)
        assert search(more, text, reports=["zero"]).evidence == ()

    @pytest.mark.parametrize(("language", "other"), [("nb", "english"), ("en", "health")])
    def test_the_question_s_language_sets_the_frame_only(
        self, several: Assistant, language: Language, other: str
    ) -> None:
        text = {"nb": "Hvorfor får fastlegene merarbeid?", "en": "Why do GPs get extra work?"}
        answer = ask(several, text[language], reports=[other])
        assert (answer.status, answer.language) == ("answered", language)
        assert {claim.language for claim in answer.claims} == {"en" if language == "nb" else "nb"}
        assert len(answer.caveats) == 2


class TestSeveralReports:
    def test_none_is_merged_and_each_is_named(self, several: Assistant) -> None:
        answer = ask(several, "Hvem får merarbeid av digitale meldinger?")
        assert answer.status == "answered"
        report_of = {c.id: c.report for c in answer.citations}
        for claim in answer.claims:
            assert len({report_of[id] for id in claim.citations}) == 1
        cited = {c.report for c in answer.citations}
        assert {"health", "school"} <= cited
        assert {ref.id for ref in answer.reports} == cited
        for c in answer.citations:
            assert {"health": "Helse", "school": "Skole", "english": "Health"}[
                c.report
            ] in c.reference

    def test_only_the_filtered_one_answers(self, several: Assistant) -> None:
        answer = ask(several, "Hvem får merarbeid av digitale meldinger?", reports=["school"])
        assert {c.report for c in answer.citations} == {"school"}
        assert [ref.id for ref in answer.reports] == ["school"]

    def test_teachers_are_not_gps(self, several: Assistant) -> None:
        answer = ask(several, "Hvorfor får lærerne merarbeid?")
        assert {c.role for c in answer.citations if c.kind == "quote"} == {"lærer"}
        assert {c.report for c in answer.citations} == {"school"}

    def test_texts_are_those_of_their_report(self, several: Assistant) -> None:
        canonical = {made.id: made.canonical for made in ALL}
        answer = ask(several, "Hvem får merarbeid av digitale meldinger?")
        for c in answer.citations:
            assert canonical[c.report][c.start : c.end] == c.text


class TestEmptyStore:
    def test_nothing_is_found(self, empty: Library) -> None:
        found = search(empty, "Hvorfor får fastlegene merarbeid?")
        assert found.evidence == ()

    def test_nothing_is_found_in_a_report_without_a_source(self, tmp_path: Path) -> None:
        store = Store(Settings(data=tmp_path))
        store.put(make_report(Chapter("1 Intet"), id="bare"))
        found = search(Library(store), "Hvorfor får fastlegene merarbeid?")
        assert found.evidence == ()
        assert found.unknown == ("merarbeid",)

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("Hvorfor får fastlegene merarbeid?", "Ingen rapport"),
            ("Kvifor får fastlegane meirarbeid?", "lagd inn enno"),
            ("Why do GPs get extra work?", "No report"),
        ],
    )
    def test_it_says_so(self, empty: Library, text: str, word: str) -> None:
        vocabulary = group_vocabulary()
        answer = ask(Assistant(empty, vocabulary, ExtractiveAnswerer(vocabulary)), text)
        assert answer.status == "not_in_report"
        assert word in (answer.message or "")
        assert answer.reports == ()
        assert answer.nearest == ()


def test_a_question_without_a_word_finds_no_reason(library: Library) -> None:
    question = Question(text="?", language="nb")
    retriever = Retriever(library.embedder, group_vocabulary())
    found = retriever.search(question, library.snapshot())
    assert found.topic == found.unknown == ()


def test_data_directory_is_not_made_by_asking(tmp_path: Path) -> None:
    data = tmp_path / "none"
    search(Library(Store(Settings(data=data))), "merarbeid")
    assert not data.exists()
