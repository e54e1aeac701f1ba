"""A store that changes under a running `funn serve`."""

from pathlib import Path

import httpx

from tests.live import QUESTION, TINY, funn, load, load_here, serving

from .asking import body


def test_the_next_question_is_answered_from_the_new_version(tmp_path: Path) -> None:
    data = tmp_path / "data"
    load_here(TINY, tmp_path, data)
    with serving(data) as served, httpx.Client(base_url=served.url, timeout=60) as client:

        def answer() -> dict[str, object]:
            found: dict[str, object] = client.post("/chat", json=body(QUESTION)).json()
            return found

        def versions() -> list[str]:
            return [report["version"] for report in client.get("/reports").json()["reports"]]

        first = answer()
        assert first["status"] == "answered"
        assert "nattevakten ble lagt ned" in str(first["claims"])
        old = versions()

        load(TINY.replace("nattevakten ble lagt ned", "flere ble syke"), tmp_path, data)
        second = answer()
        assert "flere ble syke" in str(second["claims"])
        assert "nattevakten ble lagt ned" not in str(second)
        [version] = versions()
        assert version not in old
        assert version in str(second["reports"])

        assert funn("remove", "tiny", data=data).returncode == 0
        third = answer()
        assert third["status"] == "not_in_report"
        assert third["message"] == "Ingen rapport er lagt inn ennå."
        assert third["reports"] == []
        assert client.get("/health").json()["reports"] == 0
        log = served.log.read_text("utf-8")
    assert "Traceback" not in log
    assert "kveldsvakten" not in log
