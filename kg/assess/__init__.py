"""From findings to what they mean for a claim. Verdicts live here."""
