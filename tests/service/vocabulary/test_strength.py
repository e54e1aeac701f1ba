"""Strength as written: what counts people who take part, and nothing else."""

import pytest

from service.vocabulary.strength import ORDER, strength_lexicon


@pytest.mark.parametrize(
    ("text", "strength", "words"),
    [
        ("Alle deltakerne støtter det.", "all", "Alle"),
        ("Samtlige sykehusleger ønsker det.", "all", "Samtlige"),
        ("Alle de fire sykehuslegene sier det.", "all", "Alle"),
        ("De fleste synes at det går sent.", "most", "De fleste"),
        ("De fleste kommunale sykepleierne mener det.", "most", "De fleste"),
        ("Flertallet har lært det av andre.", "most", "Flertallet"),
        ("Omtrent alle deltakerne forbinder det med video.", "most", "Omtrent alle"),
        ("Deltakerne er stort sett positive.", "most", "stort sett"),
        ("I all hovedsak benytter helsepersonell kanalene.", "most", "I all hovedsak"),
        ("Umiddelbart tenker de fleste på tjenester.", "most", "de fleste"),
        ("Så svarer flertallet at det er nytt.", "most", "flertallet"),
        ("Selv om mange er enige, fokuserer de fleste av dem på det.", "most", "de fleste"),
        ("Mange av fastlegene opplever det.", "many", "Mange"),
        ("Helsepersonell er i stor grad enige.", "many", "i stor grad"),
        ("Telefonen regnes av mange som gammel.", "many", "mange"),
        ("Flere av deltakerne fremhever det.", "several", "Flere"),
        ("Flere antar at pasientene er fornøyde.", "several", "Flere"),
        ("En del av deltakerne opplever det.", "several", "En del"),
        ("Noen nevner også det.", "some", "Noen"),
        ("Likevel sier noen, særlig fastlegene, at det er for mye.", "some", "noen"),
        ("Dette inkluderes av noen.", "some", "noen"),
        ("For eksempel nevner noen deltakere det.", "some", "noen"),
        ("Skjulte timer: Enkelte setter av en time.", "few", "Enkelte"),
        ("Enkelte, spesielt sykepleiere, forteller det.", "few", "Enkelte"),
        ("Et par av fastlegene mener det.", "few", "Et par"),
        ("Kun et par av deltakerne sier det.", "few", "Kun et par"),
        ("Svært få nevner det.", "few", "Svært få"),
        ("Noen få av sykepleierne opplever det.", "few", "Noen få"),
        ("Likevel er det få som mener det.", "few", "få"),
        ("De få som nevner det, er redde.", "few", "De få"),
        ("Én av deltakerne skriver det.", "one", "Én"),
        ("En av fastlegene har telt.", "one", "En"),
        ("Kun én av fastlegene har deltatt.", "one", "Kun én"),
        ("Ingen av deltakerne vil tilbake.", "none", "Ingen"),
        ("Dei fleste lærarane meiner det.", "most", "Dei fleste"),
        ("Nokre av sjukepleiarane seier det.", "some", "Nokre"),
        ("Eit par av deltakarane ønskjer det.", "few", "Eit par"),
        ("Most of the nurses said so.", "most", "Most"),
        ("Nearly all GPs agreed.", "most", "Nearly all"),
        ("Several participants mentioned it.", "several", "Several"),
        ("A couple of doctors disagreed.", "few", "A couple"),
        ("None of the participants want that.", "none", "None"),
        ("Only one of the teachers had tried.", "one", "Only one"),
        ("One teacher disagreed.", "one", "One"),
        ("Ikke mange av lærerne bruker det.", "few", "Ikke mange"),
        ("Nesten ingen av rektorene svarte.", "few", "Nesten ingen"),
        ("Not many teachers use it.", "few", "Not many"),
        ("Hardly any of the teachers had heard of it.", "few", "Hardly any"),
        ("Only a few managers said so.", "few", "Only a few"),
        ("No more than a couple of principals said so.", "few", "No more than a couple"),
        ("Ikke én av lærerne visste det.", "none", "Ikke én"),
        ("Not a single teacher used it.", "none", "Not a single"),
        ("Så godt som alle lærerne er enige.", "most", "Så godt som alle"),
        ("Practically all teachers agreed.", "most", "Practically all"),
        ("All but one of the teachers agreed.", "most", "All but one"),
        ("Alle unntatt én lærer var enige.", "most", "Alle unntatt én"),
        ("Et stort flertall av lærerne sier det.", "most", "Et stort flertall"),
        ("Eit fleirtal av lærarane vil det.", "most", "Eit fleirtal"),
        ("A large number of teachers mention it.", "many", "A large number"),
        ("En rekke lærere nevner det.", "several", "En rekke"),
        ("De færreste lærerne bruker det.", "few", "De færreste"),
    ],
)  # fmt: skip
def test_stated(text: str, strength: str, words: str) -> None:
    stated = strength_lexicon().strength_of(text)
    assert stated is not None
    assert (stated.strength, stated.words) == (strength, words)
    assert text[stated.span[0] : stated.span[1]] == words


@pytest.mark.parametrize(
    "text",
    [
        "Ikke alle fastlegene kjenner seg igjen.",
        "Not all nurses agreed.",
        "Mange av de nye løsningene har hjulpet.",
        "Noen oppgaver er borte.",
        "Det er bra for alle systemene.",
        "En del tid går med til det.",
        "De bruker flere systemer.",
        "En av årsakene er tid.",
        "Arbeidet har til dels blitt tyngre.",
        "Vanskene er i stor grad et spørsmål om tid.",
        "Mange av disse har begrenset tilgang.",
        "Noen pasienter foretrekker det.",
        "Det gjør det mulig å få svar.",
        "De fleste intervjuene tok en time.",
        "Et par av intervjuene med fastleger ble avbrutt.",
        "Fastlegene har mer å gjøre, og noen av dem er negative.",
        "Helsepersonell mener det. Noen opplever også annet.",
        "Selv om de fleste er enige, kan det virke motsatt.",
        "Selv om mange er slitne.",
        "Løsningen er god når flere helsepersonell er involvert.",
        "Ord som «alle» og «de fleste» brukes ofte.",
        "Most nurses and some doctors agreed.",
        "Det er størst utfordring i kommunene.",
        "Halvparten av lærerne vil slutte.",
        "Half of the participants were content.",
        "To av tre lærere sier det.",
        "Lite tyder på at mange av lærerne vet det.",
        "Det er ikke slik at alle lærerne er enige.",
        "Alle lærerne er ikke enige.",
        "Lærerne har mange oppgaver.",
        "Mange oppgaver faller på lærerne.",
        "Alle pasienter får tilbud.",
        "Innsyn: Legene vil vente, mens flere sykepleiere vil vise alt.",
        "One would think that teachers agree.",
        "Rektorene mener at de fleste lærerne er flinke.",
    ],
)
def test_not_stated(text: str) -> None:
    assert strength_lexicon().strength_of(text) is None


def test_the_group_that_is_counted() -> None:
    stated = strength_lexicon().strength_of("De fleste av sykepleierne i kommunene mener det.")
    assert stated is not None
    assert stated.mention is not None
    assert (stated.mention.group.role, stated.mention.group.sector) == ("sykepleier", "kommune")


def test_a_role_that_was_asked_counts() -> None:
    text = "Noen av elevene mener det."
    assert strength_lexicon().strength_of(text) is None
    stated = strength_lexicon().strength_of(text, asked={"elev"})
    assert stated is not None
    assert stated.strength == "some"


def test_every_strength_but_unspecified_has_its_place() -> None:
    lexicon = strength_lexicon()
    texts = ["Ingen", "Én", "Få", "Noen", "Flere", "Mange", "De fleste", "Alle"]
    found = [lexicon.strength_of(f"{text} av deltakerne mener det.") for text in texts]
    assert tuple(stated.strength for stated in found if stated) == ORDER
