"""Reports in, sources out: reads, mends, cuts and checks a report before anything is stored."""
