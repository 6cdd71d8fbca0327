"""The key of a cluster: one file, with which its machines know each other and speak so that nobody else understands."""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

EVERY = "--tls-ca-file {key} --tls-cert {key} --tls-key {key}"


class NoKey(RuntimeError):
    """A cluster is not used without a key; the message says what to do."""


def make_key(path: Path) -> None:
    """Write a new key, good for a year, into a file that only its owner reads.

    Raises
    ------
    FileExistsError
        something stands there: whoever has the old key would be locked out
    NoKey
        Dask, or what it makes keys with, is missing
    """
    try:
        from distributed.security import Security  # type: ignore[import-not-found,import-untyped,unused-ignore]

        made: Any = Security.temporary()  # type: ignore[no-untyped-call,unused-ignore]
    except ImportError as error:
        raise NoKey("a cluster's key needs Dask: pip install distributed cryptography") from error
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(made.tls_scheduler_cert + made.tls_scheduler_key)


def security_for(address: str, key: Path | None) -> Any:
    """What Dask needs to speak with the cluster at an address; None on this machine alone, where no key is given.

    Raises
    ------
    NoKey
        the address is one to which anybody in the network could speak, or its key is missing
    """
    where = urlsplit(address if "//" in address else f"tcp://{address}")
    if where.scheme == "tls":
        if key is None:
            raise NoKey(f"{address} speaks TLS: pass the cluster's key with --cluster-key FILE.")
        if not key.is_file():
            raise NoKey(f"there is no key {key}: make one with coach cluster-key, for all its machines.")
        from distributed.security import Security

        names = {f"tls_{role}": str(key) for role in ("ca_file", "client_cert", "client_key")}
        return Security(require_encryption=True, **names)  # type: ignore[no-untyped-call,unused-ignore]
    if key is not None:
        raise NoKey(f"{address} speaks no TLS: write tls://{where.netloc}.")
    if not _is_this_machine(where.hostname or ""):
        raise NoKey(
            f"whoever reaches {address} can read what is sent and run what they like on the machines. Start the "
            f"cluster with a key, and write tls://{where.netloc} --cluster-key FILE."
        )
    return None


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
