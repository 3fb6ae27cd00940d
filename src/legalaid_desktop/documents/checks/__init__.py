"""The checks before export (documents.md §6)."""
