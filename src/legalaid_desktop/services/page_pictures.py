"""Pages of a paper of ours as pictures for the screen. What others made goes through ``foreign_content``."""

from __future__ import annotations

from legalaid_desktop.documents.pages import PageImage, page_sizes, render_pages

__all__ = ["PageImage", "page_sizes", "render_pages"]
