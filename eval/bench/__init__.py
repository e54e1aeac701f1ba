"""What ingestion and an answer take, as ratios to a floor measured in the same run."""
