"""Where the private servers of one data folder keep their files and sockets; who runs them."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from ra_registry.embedded.errors import EmbeddedServerError

# The kernel allows 108 bytes for a socket's path on Linux and 104 on macOS.
LONGEST_SOCKET_PATH = 100
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
# Characters that need no quoting in an address, a shell or a configuration file.
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/+-]+")
# Only root's servers may have to move (see ``_root``); data there outlive a restart of the machine.
SHARED_PLACE = Path("/var/tmp")  # noqa: S108 - entered through ``private_folder`` only
SOCKET_PLACE = Path("/tmp")  # noqa: S108 - the same; TMPDIR differs between a user's programs


@dataclass(frozen=True)
class Layout:
    """The folders of one data folder's servers.

    ``locks`` always lies in the data folder; ``root`` (the servers' data) and ``sockets`` lie there
    as well unless the path is closed to the servers' account or too long for a socket.
    """

    locks: Path
    root: Path
    sockets: Path
    account: pwd.struct_passwd | None

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def redis(self) -> Path:
        return self.root / "redis"

    def create(self) -> None:
        """Make every folder, each open to the account that needs it and to nobody else."""
        self.locks.mkdir(parents=True, exist_ok=True)
        uid = self.account.pw_uid if self.account else os.geteuid()
        if self.root != self.locks:
            private_folder(self.root, owner=os.geteuid(), mode=0o711)
        private_folder(self.redis, owner=os.geteuid())
        private_folder(self.postgres, owner=uid)
        private_folder(self.sockets, owner=uid)


def layout(data_dir: Path) -> Layout:
    """Return the layout of a data folder. Touches nothing; the same answer in every process."""
    locks = data_dir.resolve() / "embedded"
    account = server_account()
    root = _root(locks, account)
    return Layout(locks=locks, root=root, sockets=_sockets(root), account=account)


def server_account() -> pwd.struct_passwd | None:
    """Return the account that runs PostgreSQL when root starts it (PostgreSQL refuses root)."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedServerError(
        "PostgreSQL doesn't run as root, and there is neither an account 'postgres' nor 'nobody'. "
        "Start as an ordinary user."
    )


def is_reachable(path: Path) -> bool:
    """Whether an account without special rights can walk to ``path``: every folder lets it pass.

    Folders that don't exist yet are made by us with the right mode and count as open.
    """
    for folder in (path, *path.parents):
        if folder.exists() and not folder.stat().st_mode & stat.S_IXOTH:
            return False
    return True


def private_folder(path: Path, *, owner: int, mode: int = 0o700) -> None:
    """Make ``path`` a folder of ``owner`` alone; refuse one that somebody else made first."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
        raise EmbeddedServerError(
            f"{path} belongs to another account, so the private servers can't use it. Remove it."
        )
    if found.st_uid != owner:
        os.chown(path, owner, -1)
    path.chmod(mode)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _root(locks: Path, account: pwd.struct_passwd | None) -> Path:
    """Return the servers' folder: in the data folder, or where root's helper account can reach it.

    A project under ``/root`` or a ``mktemp -d`` folder is closed to every other account. Opening
    somebody's home folder would be rude, so the servers' data go to a place of their own.
    """
    if account is None or is_reachable(locks.parent):
        return locks
    return SHARED_PLACE / f"ra-registry-{_digest(locks)}"


def _sockets(root: Path) -> Path:
    folder = root / "run"
    longest = os.fsencode(folder / LONGEST_SOCKET_NAME)
    if len(longest) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(folder)):
        return folder
    return SOCKET_PLACE / f"ra-registry-{os.geteuid()}-{_digest(root)}"
