"""The evidence model: what a curator writes, as frozen pydantic models.

The description of each field is the curation manual; editors, templates and error
messages are made from it.
"""
