from __future__ import annotations

from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.core import canonical
from panoh.errors import Refused

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.binary(max_size=40)
    | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.text(max_size=8) | st.integers(0, 99), inner, max_size=5)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_encoded_decodes_to_the_same(value: Any) -> None:
    assert canonical.decode(canonical.encode(value)) == value


@given(st.binary(max_size=60))
def test_any_accepted_bytes_are_the_only_encoding(data: bytes) -> None:
    try:
        value = canonical.decode(data)
    except Refused:
        return
    assert canonical.encode(value) == data


@pytest.mark.parametrize(
    "data",
    [
        b"\x18\x01",  # a number longer than needed
        b"\xbf\x61a\x01\xff",  # a map without length
        b"\xa2\x61b\x01\x61a\x02",  # keys out of order
        b"\xa2\x61a\x01\x61a\x02",  # a key twice
        b"\xc0\x74" + b"2013-03-21T20:04:00Z",  # a tag
        b"\xf9\x3c\x00",  # a float
        b"\x01\x01",  # something after the end
        b"\x62\xff\xfe",  # text that is not UTF-8
        b"\xf7",  # undefined
        b"\x81" * 40 + b"\x01",  # nested too deeply
        b"",
    ],
)
def test_other_encodings_are_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        canonical.decode(data)


@pytest.mark.parametrize("value", [1.5, 2**64, {1.5: 1}, object(), cbor2.CBORTag(1, 2), {(1,): 2}])
def test_other_values_are_not_encoded(value: object) -> None:
    with pytest.raises(Refused):
        canonical.encode(value)


def test_too_long_is_refused_before_reading() -> None:
    with pytest.raises(Refused, match="at most 10"):
        canonical.decode(bytes(11), 10)
