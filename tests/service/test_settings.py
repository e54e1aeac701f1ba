from pathlib import Path

import pytest
from pydantic import SecretStr

from service.errors import SettingsError
from service.settings import PREFIX, Settings, load_settings

VALUES: dict[str, tuple[str, object]] = {
    "data": ("/srv/funn", Path("/srv/funn")),
    "host": ("0.0.0.0", "0.0.0.0"),
    "port": ("0", 0),
    "llm_model": ("gemma", "gemma"),
    "llm_base_url": ("http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1"),
    "llm_api_key": ("hemmelig", SecretStr("hemmelig")),
    "llm_timeout": ("12.5", 12.5),
    "embedding_model": ("e5", "e5"),
    "embedding_base_url": ("http://127.0.0.1:2/v1", "http://127.0.0.1:2/v1"),
    "embedding_api_key": ("nøkkel", SecretStr("nøkkel")),
    "eval_reports": ("/srv/reports", Path("/srv/reports")),
}


def test_there_is_a_value_here_for_every_setting() -> None:
    assert set(VALUES) == set(Settings.model_fields)


@pytest.mark.parametrize("name", VALUES)
def test_each_setting_is_read_from_its_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written, value = VALUES[name]
    assert getattr(load_settings(), name) != value
    monkeypatch.setenv(PREFIX + name.upper(), written)
    assert getattr(load_settings(), name) == value


def test_without_variables_nothing_leaves_the_machine() -> None:
    settings = load_settings()
    assert settings.host == "127.0.0.1"
    assert settings.llm_model is None
    assert settings.embedding_model is None
    assert settings.data.name == "funn"


@pytest.mark.parametrize(
    ("unknown", "suggested"),
    [
        ("FUNN_DATE", "FUNN_DATA"),
        ("FUNN_LLM_MODELL", "FUNN_LLM_MODEL"),
        ("FUNN_LLM_KEY", "FUNN_LLM_API_KEY"),
        ("funn_prot", "FUNN_PORT"),
    ],
)
def test_an_unknown_variable_fails_by_name_with_a_suggestion(
    unknown: str, suggested: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(unknown, "hemmelig")
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert error.value.what == unknown
    assert f"Did you mean {suggested}?" in error.value.next_step
    assert "hemmelig" not in str(error.value)


def test_nothing_is_suggested_where_nothing_is_like_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNN_XYZZY", "1")
    with pytest.raises(SettingsError, match=r"FUNN_XYZZY: is not a setting of Funn") as error:
        load_settings()
    assert "Did you mean" not in str(error.value)


def test_variables_of_others_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNNEL_PORT", "nonsense")
    monkeypatch.setenv("DATA", "/elsewhere")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FUNN_PORT", "sk-hemmelig"),
        ("FUNN_PORT", "65536"),
        ("FUNN_PORT", "-1"),
        ("FUNN_LLM_TIMEOUT", "sk-hemmelig"),
        ("FUNN_LLM_TIMEOUT", "0"),
        ("FUNN_LLM_TIMEOUT", "601"),
        ("FUNN_LLM_TIMEOUT", "nan"),
        ("FUNN_LLM_TIMEOUT", "inf"),
    ],
)
def test_a_bad_value_names_its_variable_and_is_not_echoed(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert error.value.what == name
    assert name in error.value.next_step
    if value.startswith("sk-"):
        assert value not in str(error.value)


@pytest.mark.parametrize("name", ["FUNN_PORT", "FUNN_DATA", "FUNN_LLM_MODEL"])
def test_an_empty_variable_is_as_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "")
    assert load_settings() == Settings()


def test_keys_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNN_LLM_API_KEY", "sk-hemmelig")
    settings = load_settings()
    assert "hemmelig" not in repr(settings) + str(settings) + settings.model_dump_json()
    assert settings.llm_key == "sk-hemmelig"
    monkeypatch.delenv("FUNN_LLM_API_KEY")
    assert load_settings().llm_key == "unset"
