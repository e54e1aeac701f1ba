"""Text without marks, as a PDF gave it up, into headings, paragraphs and items."""
