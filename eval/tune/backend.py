"""PyTorch, the one place that imports it. Funn does not depend on it: only tuning needs it."""

from typing import Any

from service.errors import FunnError


class BackendError(FunnError):
    """PyTorch is not installed."""


try:
    import torch as _torch
except ImportError as error:
    raise BackendError(
        "PyTorch",
        f"it is not installed, and nothing but tuning needs it ({error})",
        "Install it beside Funn: .venv/bin/pip install torch==2.13.0",
    ) from None

torch: Any = _torch
"""Untyped, so that types are checked alike whether it is installed or not."""

Tensor = Any
"""A `torch.Tensor`; its shape stands where it is used."""
