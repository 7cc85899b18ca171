"""The document behind each page: one pure function a kind of page."""
