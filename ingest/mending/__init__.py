"""Broken glyphs of a document, mended from evidence in it."""
