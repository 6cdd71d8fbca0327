"""The fixtures of the browser's stories."""

from __future__ import annotations

from browser_pages import another, chromium, server, watched

__all__ = ["another", "chromium", "server", "watched"]
