"""Metrics: each a pure function of a case and an answer, with its definition and source."""
