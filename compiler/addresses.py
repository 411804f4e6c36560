"""Address ranges of a network and of its subnets: what holds what, and where room is left."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, ip_network

# The largest range that AWS gives a network (docs.aws.amazon.com/vpc: VPC CIDR blocks), in bits; the others allow larger ones.
WIDEST = 16
# How often a network's range is halved in search of a part that no stated subnet touches: subnets of a smaller part are too small.
HALVINGS = 2


def range_of(value: object) -> IPv4Network | None:
    """A stated address range; None where it is none, or one of IPv6."""
    try:
        network = ip_network(str(value), strict=False)
    except ValueError:
        return None
    return network if isinstance(network, IPv4Network) else None


def prefix_length(value: object) -> int | None:
    """The length of an address range's prefix; None where it is no range."""
    found = range_of(value)
    return found.prefixlen if found is not None else None


def enclosing(ranges: Iterable[IPv4Network]) -> IPv4Network | None:
    """The network's range for subnets with these ranges: a /16, or None where one can't hold them all."""
    wide = {one.supernet(new_prefix=WIDEST) if one.prefixlen > WIDEST else one for one in ranges}
    return wide.pop() if len(wide) == 1 else None


def unclaimed(network: IPv4Network, ranges: Iterable[IPv4Network]) -> tuple[int, int] | None:
    """The largest part of a network that no range touches, as ``cidrsubnet`` counts: (added bits, number).

    (0, 0) is the whole network; None where even a quarter is not left.
    """
    taken = list(ranges)
    for bits in range(HALVINGS + 1):
        for number, part in enumerate(network.subnets(prefixlen_diff=bits)):
            if not any(part.overlaps(one) for one in taken):
                return bits, number
    return None
