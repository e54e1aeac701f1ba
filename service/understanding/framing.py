"""What stands around the thing that a question is about and says no more than that it is."""

from service.vocabulary.questions import signal


def unframed(asked: str) -> str:
    """`asked` without "what does the report say about": such words make a short question more like
    any other than like what it asks about."""
    framed = signal("frame").match(asked)
    about = asked[framed.end() :].strip() if framed else ""
    return about if about.strip(" .?!") else asked


def asks_the_report(asked: str) -> bool:
    """Whether it says of itself that it is about the reports or those who took part in them."""
    return bool(signal("report").search(asked) or signal("those_asked").search(asked))
