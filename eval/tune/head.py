"""The head of late interaction (ColBERT, arXiv 2004.12832) where gradients can be had.

It reckons what `service.index.late` does: hidden states without their common part, projected; the
tokens of a question weighed by a gate. A test holds one against the other.
"""

import numpy as np

from eval.tune.backend import Tensor, torch
from eval.tune.model import States
from service.index import late
from service.index.encoder.modelfile import Floats

ROWS = 8000
"""States that the projection begins from, at most."""
FAR = -1e4
"""What a token is like that is none."""


class LateHead:
    """The head, as it learns."""

    def __init__(
        self,
        common: Tensor,
        projection: Tensor,
        gate: Tensor | None = None,
        bias: float = 0.0,
    ) -> None:
        """`common` is hidden numbers, `projection` hidden x dimension. Without a `gate` every token
        of a question asks as much."""
        self._common = common
        self._projection = projection.requires_grad_()
        self._gate = (torch.zeros_like(common) if gate is None else gate).requires_grad_()
        self._bias = torch.tensor([bias]).requires_grad_()

    @classmethod
    def onward(cls, head: late.Head) -> "LateHead":
        """The head as the service has it, to learn on."""
        common, projection, gate = (
            torch.from_numpy(values.copy()) for values in (head.common, head.projection, head.gate)
        )
        return cls(common, projection, gate, head.gate_bias)

    @classmethod
    def begun(cls, states: Floats, dimension: int, random: np.random.Generator) -> "LateHead":
        """A head that keeps as much as it can of `states` (tokens x hidden): their mean is what is
        common, and what is left, each of length 1, is projected on its `dimension` principal
        directions. As most cosines of them stay, it ranks well before anything is learnt."""
        common = torch.from_numpy(states.mean(axis=0))
        some = torch.from_numpy(states[random.permutation(len(states))[:ROWS]])
        unit = torch.nn.functional.normalize(some - common, dim=-1)
        _, vectors = torch.linalg.eigh((unit.T @ unit).double())  # the greatest value comes last
        return cls(common, vectors.flip(1)[:, :dimension].float().contiguous())

    @property
    def learnt(self) -> list[Tensor]:
        """What gradients move. What is common stays, else the rest would chase it."""
        return [self._projection, self._gate, self._bias]

    def likeness(self, questions: States, passages: States) -> Tensor:
        """How like each passage is to each question: the mean, over the question's own tokens and
        by what the gate gives each, of the cosine to the token of the passage that is most like
        it. questions x passages."""
        asked, told = self._vectors(questions.values), self._vectors(passages.values)
        cosines = torch.einsum("qid,pjd->qpij", asked, told)
        nearest = cosines.masked_fill(~passages.real[None, :, None], FAR).amax(-1)
        return (nearest * self._weights(questions)[:, None]).sum(-1)

    def kept(self) -> late.Head:
        """The head as the service has it; a copy."""
        common, projection, gate = (
            tensor.detach().numpy().copy()
            for tensor in (self._common, self._projection, self._gate)
        )
        return late.Head(common, projection, gate, float(self._bias.detach()[0]))

    def _vectors(self, states: Tensor) -> Tensor:
        centred = states - self._common
        return torch.nn.functional.normalize(centred @ self._projection, dim=-1)

    def _weights(self, questions: States) -> Tensor:
        """Of each token; they sum to 1 for each question, and are 0 for tokens that all have."""
        unit = torch.nn.functional.normalize(questions.values - self._common, dim=-1)
        asks = torch.sigmoid(unit @ self._gate * late.SHARPNESS + self._bias)
        at = torch.arange(questions.real.shape[1])
        last = questions.real.sum(1, keepdim=True) - 1
        shares = asks * ((at >= late.QUERY_PREFIX) & (at < last)).float()
        return shares / shares.sum(1, keepdim=True).clamp_min(1e-6)
