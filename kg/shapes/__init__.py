"""SHACL over the compiled graph, its results brought back to the lines of records."""
