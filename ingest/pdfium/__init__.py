"""What a PDF's pages hold, read by PDFium in a process of its own.

A PDF is code from strangers read by a C library: nothing here runs in the process that ingests.
`worker` reads words, boxes and pictures, `fonts` checks the fonts' maps of characters; each writes
JSON lines to its standard output, which `ingest.readers.pdf.process` validates. These modules
import nothing of the rest, so that a process starts fast.
"""
