"""Quotes and who said them: marks, attributions, dialogue."""
