from pathlib import Path

from eval.bench.slides import write_slides
from ingest.pipeline import build_report
from tests.ingest.checks import check


def test_the_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    first = write_slides(tmp_path / "a.pdf", 2, seed=7).read_bytes()
    assert write_slides(tmp_path / "b.pdf", 2, seed=7).read_bytes() == first
    assert write_slides(tmp_path / "c.pdf", 2, seed=8).read_bytes() != first


def test_every_bullet_and_quote_of_it_is_a_source(tmp_path: Path) -> None:
    built = build_report(write_slides(tmp_path / "slides.pdf", 6))
    check(built)
    assert len(built.report.quotes) == 2
    assert len(built.report.findings) == 4 * 10 + 2 * 6
    texts = [source.text for source in built.report.sources]
    assert len(set(texts)) == len(texts), "no passage is embedded for another"
