"""A language model's opinion of answers by a language model: shown apart, never a score, never a
gate."""
