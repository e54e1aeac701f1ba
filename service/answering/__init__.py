"""Composers of drafts, and the one maker of answers."""
