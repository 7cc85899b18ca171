"""From evidence files and an ontology to a checked, reasoned, immutable snapshot."""
