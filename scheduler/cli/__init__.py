"""The command `coach`: parse, call the pipeline, print. Everything that decides stands elsewhere."""

from __future__ import annotations

from scheduler.cli.commands import main

__all__ = ["main"]
