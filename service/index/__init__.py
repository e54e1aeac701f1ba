"""The store: canonical reports, and the indexes of passages that are built from them."""
