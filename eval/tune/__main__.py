"""`python -m eval.tune`: tune the bundled embedder on training sets and write the differences."""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from eval.cli_exit import exit_codes
from eval.errors import SuiteError
from eval.fit import LEAST
from eval.tune.excerpts import EXCERPTS, read_excerpts
from eval.tune.output import write
from eval.tune.questions import chosen_sets, read
from eval.tune.texts import read_texts
from service.index.encoder.modelfile import ModelFile
from service.index.encoder.tokenizer import Tokenizer
from service.index.tuning import tuning

STEPS = 700
SHARE = 1.0
"""How far from where it began to where tuning led (WiSE-FT, arXiv 2109.01903). The head is learnt
for the states at the end of the way, so less than all of it also parts the two."""


def main(
    sets: Annotated[
        str, typer.Option(help="Training sets, with commas. The others are left out, for figures.")
    ],
    out: Annotated[Path, typer.Option(help="File to write: service/index/tuned.npz is in use.")],
    texts: Annotated[
        Path | None,
        typer.Option(help="Texts with questions from elsewhere, as NorQuAD's: see the README."),
    ] = None,
    texts_share: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of the steps that take such a text.")
    ] = 0.2,
    excerpts: Annotated[
        Path, typer.Option(help="Folder of short excerpts with questions: eval/training/README.md.")
    ] = EXCERPTS,
    excerpts_share: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of the other steps that take excerpts.")
    ] = 0.5,
    steps: Annotated[int, typer.Option(min=1, help="Steps of some twenty questions.")] = STEPS,
    rank: Annotated[
        int, typer.Option(min=0, help="Rank of what is added to the weights; 0 for nothing.")
    ] = 16,
    dimension: Annotated[
        int, typer.Option(min=1, max=384, help="Numbers a token has in late interaction.")
    ] = 96,
    share: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="How much of the way to go; 1 is all of it.")
    ] = SHARE,
    seed: Annotated[int, typer.Option(min=0, help="Of every draw.")] = 0,
    onward: Annotated[
        bool,
        typer.Option("--onward", help="Go on from the tuning in use, its rank and dimension too."),
    ] = False,
) -> None:
    """Tune the bundled embedder on training sets and write the differences."""
    with exit_codes():
        chosen, left_out = chosen_sets(sets.split(","))
        if not out.parent.is_dir():
            raise SuiteError(f"--out {out}", f"no directory {out.parent}", "Make it first.")
        others = read_texts(texts) if texts else []
        short = read_excerpts(excerpts) if excerpts_share else []
        # Only now: without PyTorch this raises, and what was typed is worth checking first.
        from eval.tune.head import LateHead  # noqa: PLC0415
        from eval.tune.model import Model  # noqa: PLC0415
        from eval.tune.steps import cut  # noqa: PLC0415
        from eval.tune.train import Plan, tune  # noqa: PLC0415

        file = ModelFile.bundled()
        tokenizer = Tokenizer(file)
        _say("tuned on: " + ", ".join(chosen))
        _say("left out: " + (", ".join(left_out) or "none, so no set can say what it is worth"))
        if len(left_out) < LEAST:
            _say(f"funn eval calibrate will refuse: it takes {LEAST} sets that are left out")
        materials = []
        for name in chosen:
            made = read(name)
            materials.append(cut(made, tokenizer))
            _say(f"{name}: {len(made.questions)} questions, {len(made.passages)} passages")
        _say(f"texts from elsewhere: {len(others)}, in {texts_share if others else 0:.0%} of steps")
        _say(f"excerpts: {len(short)}, in {excerpts_share:.0%} of the other steps")
        before = tuning() if onward else None
        _say("goes on from the tuning in use" if before else "begins with the embedder as it comes")
        model = Model(file, 0 if before else rank, np.random.default_rng(seed), before)
        plan = Plan(steps, seed, dimension, texts_share, excerpts_share)
        numbers = sum(values.numel() for values in model.tunable.values())
        numbers += sum(part.numel() for pair in model.products.values() for part in pair)
        _say(f"steps: {steps}; seed: {seed}; numbers of the encoder that are tuned: {numbers}")
        begun = LateHead.onward(before.head) if before else None
        head = tune(model, materials, others, short, tokenizer, plan, _say, begun)
        known = dict.fromkeys([*(before.sets if before else ()), *chosen])
        write(out, model.moved(file, share), model.added(share), head.kept(), [*known])
        _say(f"{out}: written, {share:g} of the way")
        _say("Where it is in use, stores are refused until: funn rebuild")
        _say("The weights were fitted on the old vectors: funn eval calibrate --write")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    typer.run(main)
