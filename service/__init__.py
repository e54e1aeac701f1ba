"""What is deployed: questions in, cited answers out."""
