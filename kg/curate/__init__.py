"""What curators do with records: write, lay out, look up."""
