"""Address ranges: what is found free touches nothing that is taken, and is as large as can be."""

from __future__ import annotations

from ipaddress import IPv4Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spec2iac.addresses import HALVINGS, enclosing, range_of, unclaimed

WHOLE = IPv4Network("10.40.0.0/16")


@given(st.lists(st.tuples(st.integers(0, 65535), st.integers(17, 28)), max_size=6))
def test_the_unclaimed_part_is_the_largest_that_touches_nothing(stated: list[tuple[int, int]]) -> None:
    taken = [
        IPv4Network((int(WHOLE.network_address) + offset, prefix), strict=False) for offset, prefix in stated
    ]
    found = unclaimed(WHOLE, taken)
    free = [
        bits
        for bits in range(HALVINGS + 1)
        if any(not any(part.overlaps(one) for one in taken) for part in WHOLE.subnets(prefixlen_diff=bits))
    ]
    assert (found[0] if found else None) == (min(free) if free else None)
    if found:
        part = list(WHOLE.subnets(prefixlen_diff=found[0]))[found[1]]
        assert not any(part.overlaps(one) for one in taken)


@pytest.mark.parametrize(
    "ranges, whole",
    [
        (["10.40.0.0/24", "10.40.9.0/24"], "10.40.0.0/16"),
        (["10.40.0.0/24", "10.41.0.0/24"], None),
        (["10.40.0.0/15"], "10.40.0.0/15"),
        ([], None),
    ],
)
def test_the_network_that_holds_ranges(ranges: list[str], whole: str | None) -> None:
    found = enclosing(range_of(one) for one in ranges)  # type: ignore[misc]
    assert found == (ip_network(whole) if whole else None)


@pytest.mark.parametrize("value", ["10.0.0.0/33", "2001:db8::/32", "", None, "app"])
def test_what_is_no_range(value: object) -> None:
    assert range_of(value) is None
