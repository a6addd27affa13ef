"""Column names of the RA2-DREAM data, both ways."""

from __future__ import annotations

import pytest

from scoring.instruments import (
    UnknownColumnError,
    UnknownItemError,
    column_of,
    columns_by_item,
    item_code_of,
)


@pytest.mark.parametrize(
    ("code", "column"),
    [
        ("RH.erosion.TRMTRD", "RH_wrist_E__mul"),
        ("RH.jsn.STT", "RH_wrist_J__mna"),
        ("LH.jsn.CAPSCALUN", "LH_wrist_J__capnlun"),
        ("RH.jsn.RC", "RH_wrist_J__radcar"),
        ("RH.erosion.IP1", "RH_mcp_E__ip"),
        ("LF.jsn.IP1", "LF_mtp_J__ip"),
        ("RF.erosion.MTP3", "RF_mtp_E__3"),
        ("LH.jsn.PIP5", "LH_pip_J__5"),
    ],
)
def test_published_names(code, column):
    assert column_of(code) == column
    assert item_code_of(column) == code


def test_all_86_names_go_there_and_back(svdh):
    columns = columns_by_item()
    assert list(columns) == [item.code for item in svdh.items]
    assert len(set(columns.values())) == 86
    for code, column in columns.items():
        assert item_code_of(column) == code


def test_unknown_names_are_refused():
    with pytest.raises(UnknownColumnError, match=r"column “Overall_Tol”.*RH_mcp_E__ip"):
        item_code_of("Overall_Tol")
    with pytest.raises(UnknownItemError):
        column_of("RH.jsn.IP1")
