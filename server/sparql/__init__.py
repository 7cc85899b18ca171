"""The SPARQL endpoint: strangers' queries, evaluated only in guarded worker processes."""
