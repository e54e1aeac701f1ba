"""How the bundled embedder is tuned (`service/index/tuned.npz`), so that it can be done again.

Run with `python -m eval.tune`; README.md beside this file says what it needs.
"""
