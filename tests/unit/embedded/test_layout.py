from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from ra_registry.embedded.errors import EmbeddedServerError
from ra_registry.embedded.layout import (
    LONGEST_SOCKET_NAME,
    LONGEST_SOCKET_PATH,
    is_reachable,
    layout,
    private_folder,
)

ORDINARY_USER = 1000


@pytest.fixture
def ordinary_user(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: ORDINARY_USER)


@pytest.fixture
def root(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)


@pytest.mark.usefixtures("ordinary_user")
def test_everything_lies_in_the_data_folder():
    place = layout(Path("/srv/registry/var"))

    assert place.account is None
    assert place.root == place.locks == Path("/srv/registry/var/embedded")
    assert place.sockets == Path("/srv/registry/var/embedded/run")


@pytest.mark.usefixtures("ordinary_user")
@pytest.mark.parametrize(
    "folder",
    [
        pytest.param("/srv/" + "deep/" * 20 + "var", id="too long for a socket"),
        pytest.param("/srv/Étude PR/var", id="needs quoting in an address"),
    ],
)
def test_sockets_move_to_a_short_plain_path(folder):
    place = layout(Path(folder))

    assert place.root == Path(folder) / "embedded"
    assert place.sockets.parent == Path("/tmp")
    assert len(os.fsencode(place.sockets / LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    assert place.sockets == layout(Path(folder)).sockets, "every process finds the same place"
    assert place.sockets != layout(Path(folder + "2")).sockets


@pytest.mark.usefixtures("root")
def test_root_hands_postgresql_to_an_account_without_rights(tmp_path):
    place = layout(tmp_path)

    assert place.account is not None
    assert place.account.pw_uid != 0


@pytest.mark.usefixtures("root")
def test_data_move_out_of_a_folder_that_the_account_cannot_enter(tmp_path):
    tmp_path.chmod(0o700)
    data_dir = tmp_path / "project" / "var"

    place = layout(data_dir)

    assert place.locks == data_dir / "embedded"
    assert place.root.parent == Path("/var/tmp")
    assert place.root == layout(data_dir).root
    assert tmp_path.stat().st_mode & 0o777 == 0o700, "somebody's folder is not opened for that"


@pytest.mark.usefixtures("root")
def test_root_on_a_machine_without_helper_accounts_is_told_what_to_do(tmp_path, monkeypatch):
    def nobody_there(name):
        raise KeyError(name)

    monkeypatch.setattr(pwd, "getpwnam", nobody_there)

    with pytest.raises(EmbeddedServerError, match="ordinary user"):
        layout(tmp_path)


def test_reachable_means_that_every_folder_on_the_way_lets_pass(tmp_path):
    inner = tmp_path / "closed" / "inner"
    inner.mkdir(parents=True)

    inner.parent.chmod(0o700)
    assert not is_reachable(inner)
    assert not is_reachable(inner / "not made yet")


def test_private_folder_is_closed_to_others_even_if_it_was_open(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir(mode=0o777)

    private_folder(folder, owner=os.geteuid())

    assert folder.stat().st_mode & 0o777 == 0o700


def test_private_folder_refuses_what_somebody_else_made_first(tmp_path, monkeypatch):
    """In /tmp anybody can make a folder with the name that we are going to use."""
    folder = tmp_path / "run"
    folder.mkdir()
    somebody_else = folder.stat().st_uid + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody_else)

    with pytest.raises(EmbeddedServerError, match="belongs to another account"):
        private_folder(folder, owner=somebody_else)


def test_private_folder_refuses_a_link(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(EmbeddedServerError, match="belongs to another account"):
        private_folder(tmp_path / "run", owner=os.geteuid())
