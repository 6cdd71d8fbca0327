"""What is true of a plan by the contract alone: what it breaks, where it falls short, its score. Never an engine."""

from __future__ import annotations

from scheduler.checker.claims import audit_claims
from scheduler.checker.plan import audit_plan

__all__ = ["audit_claims", "audit_plan"]
