"""What a reasoner does not see in the ontology: one SPARQL query a rule."""
