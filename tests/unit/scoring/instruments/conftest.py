from __future__ import annotations

import pytest

from scoring.instruments import get_instrument


@pytest.fixture
def svdh():
    return get_instrument("svdh")


@pytest.fixture
def ramris():
    return get_instrument("ramris-2016")


@pytest.fixture
def ramris_2002():
    return get_instrument("ramris-2002")
