"""Strict YAML to records, each value with its line and column."""
