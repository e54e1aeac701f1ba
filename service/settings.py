"""All settings, `FUNN_...`, in one place. An unknown `FUNN_` variable fails by name."""

import difflib
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import SettingsError

PREFIX = "FUNN_"


class Outside(BaseModel):
    """The services that text is sent to, which may stand outside this machine; none by default."""

    model_config = ConfigDict(frozen=True)

    language_model: str | None
    """Name of the model that gets questions and the sources found for them."""
    embedder: str | None
    """Name of the model that gets questions, and the reports when they are ingested."""


class Settings(BaseSettings):
    """What an operator can set. Each field is the environment variable `FUNN_<NAME>`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid"
    )

    data: Path = Field(default_factory=lambda: user_data_path("funn", appauthor=False))
    """Directory of the store: the canonical reports and the indexes built from them."""
    host: str = "127.0.0.1"
    """Address that `funn serve` listens on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port that `funn serve` listens on; 0 picks a free one."""

    llm_model: str | None = None
    """Name of the chat model. Set it to turn `llm` mode on."""
    llm_base_url: str | None = None
    """Base URL of its OpenAI-compatible server, with the `/v1`."""
    llm_api_key: SecretStr | None = None
    """Its key, if it wants one."""
    llm_timeout: float = Field(default=60.0, gt=0, le=600)
    """Seconds that an answer by the model may take before the extractive answer stands in."""

    embedding_model: str | None = None
    """Name of a remote embedding model; the bundled embedder when unset."""
    embedding_base_url: str | None = None
    """Base URL of its OpenAI-compatible server, with the `/v1`."""
    embedding_api_key: SecretStr | None = None
    """Its key, if it wants one."""

    eval_reports: Path | None = None
    """Directory where evaluation looks for the report files that suites need."""

    @property
    def outside(self) -> Outside:
        """What gets text from here."""
        return Outside(language_model=self.llm_model, embedder=self.embedding_model)

    @cached_property
    def llm_key(self) -> str:
        """The LLM's key in the clear, for its client alone."""
        return self.llm_api_key.get_secret_value() if self.llm_api_key else "unset"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment.

    Raises `SettingsError` for a `FUNN_` variable that is no setting (pydantic's `extra="forbid"`
    does not see those) and for a value that cannot be used; the value itself is not echoed, since
    it may be a key.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ if environ is None else environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            close = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f"Did you mean {close[0]}? " if close else ""
            raise SettingsError(
                name, "is not a setting of Funn", f"{hint}Unset it; README.md lists the settings."
            )
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(name, str(first["msg"]), f"Correct or unset {name}.") from None
