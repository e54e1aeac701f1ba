"""Evaluation: fixed sets of questions, asked of any instance, scored the same each time."""

HELP = (
    "Ask a fixed set of questions and score the answers, the same way each time.\n\n"
    "Exit codes: 0 the gate passed, 1 it did not, 2 a suite or option is not valid, "
    "3 the target failed and nothing may be concluded."
)
"""What `funn eval --help` says; here, where reading it loads nothing."""
