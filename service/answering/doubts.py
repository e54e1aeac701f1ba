"""Why a source was marked uncertain, in the question's language (`doubts.toml`)."""

import tomllib
from functools import cache
from importlib.resources import files

from service.domain import Language
from service.index.erasure import BETWEEN


@cache
def _doubts() -> dict[str, dict[str, str]]:
    """Reason as it is stored → the same by language."""
    told = tomllib.loads((files("service.answering") / "doubts.toml").read_text("utf-8"))
    return {each["en"]: each for each in told["doubt"]}


def doubt(reason: str | None, language: Language) -> str | None:
    """`reason`, as ingestion stored it, in `language`; what is not known of it as it stands. One
    source may have several, parted by semicolons."""
    if reason is None:
        return None
    each = (_doubts().get(one, {}).get(language, one) for one in reason.split(BETWEEN))
    return BETWEEN.join(each)
