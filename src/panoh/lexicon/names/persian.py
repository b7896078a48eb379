"""Persian script as sounds: Tajik Persian, Dari, Pashto, Arabic, Urdu, Uyghur, Kurdish."""

from __future__ import annotations

SHARED = """
ا A   آ A   أ A   إ A   ٱ A   ب b   پ p   ت t   ث s   ج j   چ C   ح h   خ x   د d   ذ z
ر r   ز z   ژ Z   س s   ش S   ص s   ض z   ط t   ظ z   ع -   غ G   ف f   ق q   ک k   ك k
گ g   ل l   م m   ن n   و w   ؤ w   ه h   ھ h   ہ h   ة H   ی Y   ي Y   ى Y   ئ Y   ء -
ۀ H   ۂ H
"""

BY_LANGUAGE = {
    "ps": "ټ t   ډ d   ړ r   ږ Z   ښ S   ځ z   څ s   ڼ n   ې e   ۍ Y   ګ g",
    "ur": "ٹ t   ڈ d   ڑ r   ں n   ے Y   ۓ Y   ہ h",
    "ug, ku": "ە e   ۇ u   ۆ o   ۈ u   ۋ v   ڭ N   ێ e   ڤ v   ڵ l   ڕ r   ێ e",
    "ar": "تش C   دج j",
}

AROUND = {
    "-ullah": (r"الله$", "ulA"),
    "-uddin": (r"ال?دین$", "udYn"),
    "-ov, -ova": (r"[اأ]?و[فو](ا?)$", r"wv\1"),
    "-ev, -eva": (r"[یي]ف(ا?)$", r"Yv\1"),
    "a first ا before a consonant": (r"^[اأإ](?=[^اویيىۇۆۈ])", "E"),
    "Abd-ul-: l before a consonant is read or not": (r"^عبدال(?=[^اویيى])", "Ebdu"),
    "Abd-ul": (r"^عبدال", "Ebdul"),
    "a first ا carries another vowel": (r"^ا(?=[ویيى])", ""),
    "a first ع carries a vowel": (r"^ع(?=[^اویي])", "E"),
    "خوا is read kha": (r"خوا", "xA"),
    "a last ه is a vowel": (r"(?<=.)[هہە]$", "H"),
    "shch": (r"شچ", "S"),
    "ng": (r"ن[گغك]", "N"),
    "ks": (r"[کك]س", "K"),
    "iya": (r"[یي]{2}", "Y"),
}
"""Letters whose sound depends on their neighbours, put right before the table is read."""
