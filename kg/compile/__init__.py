"""Records to triples: pure, ordered, one small function a class, no blank nodes."""
