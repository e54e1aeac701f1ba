"""multilingual-e5-small (arXiv 2402.05672) as the engine runs it, where gradients can be had.

The 4-bit weights stay as they are; what the engine keeps in full precision learns (BitFit, arXiv
2106.10199), and beside the weights products of thin matrices (LoRA, arXiv 2106.09685).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from eval.tune.backend import Tensor, torch
from service.index.encoder.modelfile import Floats, ModelFile, weights
from service.index.encoder.transformer import Product
from service.index.tuning import Tuning

MASKED = -1e9
"""Added to the attention that padding would get."""
STRETCH = 2.0
"""What products are multiplied by: they learn so much faster than their own rate."""


class States(NamedTuple):
    """The states of texts, filled up to the longest."""

    values: Tensor
    """texts x tokens x hidden, in single precision."""
    real: Tensor
    """Whether each token is one of its text: texts x tokens."""

    def pooled(self) -> Tensor:
        """The vectors of the texts, as E5 has them: texts x hidden, each of length 1."""
        share = self.real[..., None].float()
        mean = (self.values * share).sum(1) / share.sum(1)
        return torch.nn.functional.normalize(mean, dim=-1)

    def each(self) -> list[Floats]:
        """The states of each text without what it was filled up with: tokens x hidden."""
        lengths = self.real.sum(1).tolist()
        return [
            row[:length].numpy() for row, length in zip(self.values.detach(), lengths, strict=True)
        ]


class Model:
    """The encoder: token ids in, hidden states out."""

    def __init__(
        self,
        file: ModelFile,
        rank: int = 0,
        random: np.random.Generator | None = None,
        onward: Tuning | None = None,
    ) -> None:
        """`rank`: of what is added to the weights, 0 for nothing; `random` draws what it begins
        with, which adds nothing yet. With `onward` it begins as that left it, products too."""
        self._sizes = file.sizes
        self._epsilon = file.epsilon
        self._pad = file.specials.pad
        hidden, inner = self._sizes.hidden, self._sizes.inner
        # As numbers the word embedding would take 400 MB; rows are made of it as they are needed.
        self._words = file.blocks("emb.word", hidden)
        self._positions = torch.from_numpy(file.floats("emb.pos").reshape(-1, hidden))
        self._weights = {
            f"l{layer}.{part}": torch.from_numpy(weights(file.blocks(f"l{layer}.{part}.w", width)))
            for layer in range(self._sizes.layers)
            for part, width in (
                ("q", hidden), ("k", hidden), ("v", hidden), ("ao", hidden),
                ("fi", hidden), ("fo", inner),
            )
        }  # fmt: skip
        moved = onward.differences if onward else {}
        self.tunable: dict[str, Tensor] = {
            name: torch.from_numpy(file.floats(name) + moved.get(name, 0.0)).requires_grad_()
            for name in file.tunable()
        }
        """Name in the model file → what is tuned, flat."""
        random = random or np.random.default_rng(0)
        self.products: dict[str, tuple[Tensor, Tensor]] = {
            name: _begun(tuple(values.shape), rank, random)
            for name, values in self._weights.items()
            if rank
        }
        for name, product in onward.products.items() if onward else ():
            up, down = torch.from_numpy(product.up / STRETCH), torch.from_numpy(product.down)
            self.products[name.removesuffix(".w")] = (up.requires_grad_(), down.requires_grad_())
        """Name of weights → outputs x rank and rank x inputs."""

    def states(self, texts: Sequence[Sequence[int]]) -> States:
        """The last layer's states of texts given as token ids."""
        longest = max(map(len, texts))
        ids = np.full((len(texts), longest), self._pad)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = text
        real = torch.from_numpy(
            np.arange(longest) < np.array([len(text) for text in texts])[:, None]
        )
        some, where = np.unique(ids, return_inverse=True)
        words = torch.from_numpy(weights(self._words[some]))[torch.from_numpy(where)]
        words = words.reshape(*ids.shape, -1)
        kinds = self.tunable["emb.type"][: self._sizes.hidden]
        x = self._norm(words + self._positions[:longest] + kinds, "emb.ln")
        ignored = torch.zeros(len(texts), 1, 1, longest).masked_fill(~real[:, None, None], MASKED)
        for layer in range(self._sizes.layers):
            x = self._layer(x, ignored, f"l{layer}.")
        return States(x.float(), real)

    def _layer(self, x: Tensor, ignored: Tensor, name: str) -> Tensor:
        functional = torch.nn.functional
        size, length, hidden = x.shape
        heads = self._sizes.heads

        def linear(values: Tensor, part: str) -> Tensor:
            bias = self.tunable[f"{name}{part}.b"]
            return functional.linear(values, self._weight(f"{name}{part}"), bias)

        query, key, value = (
            linear(x, part).view(size, length, heads, hidden // heads).transpose(1, 2)
            for part in ("q", "k", "v")
        )
        attended = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=ignored.to(query.dtype)
        )
        attended = linear(attended.transpose(1, 2).reshape(size, length, hidden), "ao")
        x = self._norm((x + attended).float(), f"{name}aln")
        inner = functional.gelu(linear(x, "fi"))
        return self._norm((x + linear(inner, "fo")).float(), f"{name}oln")

    def _weight(self, name: str) -> Tensor:
        if name not in self.products:
            return self._weights[name]
        up, down = self.products[name]
        return self._weights[name] + STRETCH * (up @ down)

    def _norm(self, x: Tensor, name: str) -> Tensor:
        return torch.nn.functional.layer_norm(
            x,
            (self._sizes.hidden,),
            self.tunable[f"{name}.w"],
            self.tunable[f"{name}.b"],
            self._epsilon,
        )

    def moved(self, file: ModelFile, share: float) -> Mapping[str, Floats]:
        """Name of each tuned tensor → `share` of the way from `file` to where it is now (WiSE-FT,
        arXiv 2109.01903: half way keeps what both know)."""
        return {
            name: (share * (value.detach().numpy() - file.floats(name))).astype(np.float32)
            for name, value in self.tunable.items()
        }

    def added(self, share: float) -> Mapping[str, Product]:
        """Name of weights in the model file → what is added to them, `share` of it."""
        return {
            f"{name}.w": Product(STRETCH * share * up.detach().numpy(), down.detach().numpy())
            for name, (up, down) in self.products.items()
        }


def _begun(shape: tuple[int, int], rank: int, random: np.random.Generator) -> tuple[Tensor, Tensor]:
    outputs, inputs = shape
    down = random.normal(size=(rank, inputs)) / np.sqrt(inputs)
    return (
        torch.zeros(outputs, rank).requires_grad_(),
        torch.from_numpy(down.astype(np.float32)).requires_grad_(),
    )
