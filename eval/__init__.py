"""Evaluation: fixed sets of questions, asked of any instance, scored the same each time."""
