"""Families of surnames: one stem, several endings. A relation to show, never the same name.

Since 2016 Tajik papers give -зода, -зод, -ӣ, -иён, -фар, -пур, -духт where older ones have -ов and
-ова; adults may keep theirs, so that one household carries two surnames.
"""

from __future__ import annotations

ENDINGS = {
    "ov": "ов ев ёв ов ow ew اوف وف یف",
    "ova": "ова ева ёва owa ewa وفا اوفا یفا اوا یوا",
    "zoda": "зода зод заде зад زاده زاد",
    "persian": "иён иян фар пур духт یان فر پور دخت",
    "uulu": "уулу угли оглы огли оглу ўғли اوغلی اوغلو",
    "kyzy": "кызы кизи қизи گیزی قیزی",
    "uly": "улы ұлы اولی",
    "qyzy": "қызы",
    "vich": "ович евич ёвич ىвич",
    "vna": "овна евна ёвна",
}
"""Endings by family, in any script: they are folded as names are and compared as sounds."""

PLACES = """
ский ская ское скій скай ск инский инская инское инск
овский евский овская евская овское евское овск евск овка евка ка
ый ий ой ая ое ее ые ово ево ого ского
"""
"""Endings of one Russian place name that differ by grammar and use: Borovoy, Borovaya, Borovoye."""
