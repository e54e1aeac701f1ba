"""The words of the field as data files with their loaders: groups, strengths, glossary."""
