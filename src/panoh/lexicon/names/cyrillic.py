"""Cyrillic letters as sounds: Russian, Tajik, Uzbek, Kazakh, Kyrgyz, Turkmen and neighbours."""

from __future__ import annotations

SHARED = """
а a   б b   в v   г g   д d   е e   ё yo  ж Z   з z   и i   й y   к k   л l   м m   н n
о o   п p   р r   с s   т t   у u   ф f   х x   ц T   ч C   ш S   щ S   ъ -   ы I   ь -
э e   ю yu  я ya
"""
"""Russian, and every alphabet that holds its letters."""

BY_LANGUAGE = {
    "tg": "ғ G   ӣ i   қ q   ӯ U   ҳ h   ҷ j",
    "uz_Cyrl": "ў U   қ q   ғ G   ҳ h",
    "kk": "ә Q   ғ G   қ q   ң N   ө U   ұ u   ү u   һ B   і i",
    "ky": "ң N   ө U   ү u",
    "tk": "җ j   ә Q   ң N   ө U   ү u",
    "uk, be": "є e   і i   ї i   ґ g",
    "further": """
        ѓ g  ѕ s  ј y  љ l  њ n  ќ k  џ j  ћ C  ђ j  ӧ U  ӱ u  ӹ i  ӓ Q  ӑ a  ӗ e  ҫ s  ӳ u  ҡ q
        ҙ z  ҵ T  ҟ q  ҝ g  ҹ j  ҕ G  ҥ N  ҩ o  ӷ G  ӌ C  ӄ q  ѐ e  ѝ i  ӡ z  ӝ j  ӟ j  ӥ i  ӵ C
        ӈ N  ԥ p  ҭ t  ҷ j""",
}
"""Letters beyond Russian. Where two languages differ (ў), the first line named counts."""

TOGETHER = (
    "ёё O   дж j   тч C   сч S   дз(?=і) d   дз z   тс(?!ь?к) T   нг N   нғ N   кс K   қс K   сш S"
)
"""Letters that stand for one sound together, read before the single ones."""

AROUND = {
    "Abd-ul-: l before a consonant is read or not": (r"^абдул(?=[бвгғдзкқмнпрстфхҳчҷш])", "абду"),
    "ў after a vowel is Belarusian": (r"(?<=[аеёиіоуыэюя])ў", "в"),
    "ий and ый at the end": (r"[иыі]й$", "и"),
    "е after a vowel or a sign": (r"(?<=[аеиоуыэюяъь])е", "йэ"),
    "јо after a consonant is ё": (r"(?<=[бвгдзклмнпрстфх])јо", "ё"),
    "гео, кео in Turkmen and Azeri names are ö": (r"(?<=[гк])ео(?=к)", "ө"),
    "ё after a consonant": (r"(?<=[бвгдзклмнпрстфхцчшщжғқҳҷ])ё", "\u0451\u0451"),
    "ю and я after й": (r"й(?=[юяё])", ""),
}
"""Letters whose sound depends on their neighbours, put right before the table is read."""
