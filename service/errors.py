"""Errors a person can act on: what happened, why, and the next command to type."""


class FunnError(Exception):
    """Something the user, the operator or the researcher can mend.

    `what` names the value that failed, `why` the cause, `next_step` the command or change that
    mends it. None of them may carry text that could identify a participant.
    """

    retryable = False
    """Whether the same call may succeed later without a change."""

    def __init__(self, what: str, why: str, next_step: str) -> None:
        super().__init__(f"{what}: {why}. {next_step}")
        self.what = what
        self.why = why
        self.next_step = next_step


class SettingsError(FunnError):
    """A setting that is unknown or cannot be used."""


class InputError(FunnError):
    """A file, an id or an option that cannot be used as given."""


class WithdrawnError(InputError):
    """An id of a source that was withdrawn: it is gone, and is not to come back."""


class PrivacyError(FunnError):
    """The anonymity gate stopped something. Carries kinds and places, never the text."""


class StoreError(FunnError):
    """The store is missing something, was built otherwise, or is damaged."""


class NewerStoreError(StoreError):
    """A newer Funn wrote it: to read or replace it would lose what this one does not know of."""

    def __init__(self, what: str, found: int, known: int) -> None:
        super().__init__(
            what,
            f"it was stored by a newer Funn (format {found}; this one knows {known})",
            "Use that Funn, or set FUNN_DATA to another directory.",
        )


class StoreBusyError(StoreError):
    """Another process is writing."""

    retryable = True


class LLMError(FunnError):
    """The language model could not be reached or gave nothing usable."""

    retryable = True
