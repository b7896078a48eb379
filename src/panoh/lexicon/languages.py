"""Languages that people of the region speak, for the client's languages and for interpreters.

Codes are ISO 639-3; where people use one name for several (Uzbek, Kurdish, Arabic) the code of the
whole stands. `own` is the name its speakers write; for the Pamir languages, which have no settled
spelling, the one by which the region knows them. A sign language is a language here like any
other. Any other three-letter code may be stored; it is shown as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from panoh.errors import NotFound
from panoh.words import N_


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    own: str
    label: str  # to be translated where it is shown
    sign: bool = False


# The commonest among the people helped first, then by the alphabet of the English names.
LANGUAGES: tuple[Language, ...] = (
    Language("tgk", "Тоҷикӣ", N_("Tajik")),
    Language("uzb", "Oʻzbekcha", N_("Uzbek")),
    Language("kaz", "Қазақша", N_("Kazakh")),
    Language("kir", "Кыргызча", N_("Kyrgyz")),
    Language("rus", "Русский", N_("Russian")),
    Language("tuk", "Türkmençe", N_("Turkmen")),
    Language("prs", "دری", N_("Dari")),
    Language("kaa", "Qaraqalpaqsha", N_("Karakalpak")),
    Language("uig", "ئۇيغۇرچە", N_("Uyghur")),
    Language("tur", "Türkçe", N_("Turkish")),
    Language("eng", "English", N_("English")),
    Language("ara", "العربية", N_("Arabic")),
    Language("hye", "Հայերեն", N_("Armenian")),
    Language("aze", "Azərbaycanca", N_("Azerbaijani")),
    Language("bal", "بلۏچی", N_("Balochi")),
    Language("bak", "Башҡортса", N_("Bashkir")),
    Language("bhh", "Бухорӣ", N_("Bukhori")),
    Language("che", "Нохчийн", N_("Chechen")),
    Language("zho", "中文", N_("Chinese")),
    Language("dng", "Хуэйзў йүян", N_("Dungan")),
    Language("kat", "ქართული", N_("Georgian")),
    Language("deu", "Deutsch", N_("German")),
    Language("haz", "هزارگی", N_("Hazaragi")),
    Language("isk", "Ишкошимӣ", N_("Ishkashimi")),
    Language("kor", "한국어", N_("Korean")),
    Language("kur", "Kurdî", N_("Kurdish")),
    Language("pus", "پښتو", N_("Pashto")),
    Language("pes", "فارسی", N_("Persian")),
    Language("pol", "Polski", N_("Polish")),
    Language("rom", "Romani čhib", N_("Romani")),
    Language("rsl", "Русский жестовый язык", N_("Russian Sign Language"), sign=True),
    Language("srh", "Сариқӯлӣ", N_("Sarikoli")),
    Language("sgh", "Шуғнонӣ", N_("Shughni")),
    Language("spa", "Español", N_("Spanish")),
    Language("tat", "Татарча", N_("Tatar")),
    Language("tsm", "Türk İşaret Dili", N_("Turkish Sign Language"), sign=True),
    Language("ukr", "Українська", N_("Ukrainian")),
    Language("urd", "اردو", N_("Urdu")),
    Language("wbl", "Вахонӣ", N_("Wakhi")),
    Language("yai", "Яғнобӣ", N_("Yaghnobi")),
    Language("yah", "Язгуломӣ", N_("Yazghulami")),
)

CHOICES: tuple[tuple[str, str], ...] = tuple((each.code, each.label) for each in LANGUAGES)
"""Code and label, as forms offer them."""

_BY_CODE = {each.code: each for each in LANGUAGES}
# Codes of the interface, two-letter codes, and parts of what is listed whole
_ALSO = dict(
    pair.split("=")
    for pair in (
        *("tg=tgk", "uz=uzb", "uz_Cyrl=uzb", "kk=kaz", "ky=kir", "ru=rus", "en=eng", "tk=tuk"),
        *("fa=pes", "fa_AF=prs", "ps=pus", "ug=uig", "tr=tur", "uzn=uzb", "uzs=uzb", "fas=pes"),
        *("azj=aze", "azb=aze", "cmn=zho", "kmr=kur", "ckb=kur", "arb=ara"),
        *("pbu=pus", "pbt=pus", "pst=pus"),
    )
)


def known(code: str) -> str | None:
    """The listed code for `code`, which may be an interface code or a part of a listed one."""
    plain = code.strip()
    return next((each for each in (plain, _ALSO.get(plain, "")) if each in _BY_CODE), None)


def language(code: str) -> Language:
    """The language of a listed code."""
    found = known(code)
    if found is None:
        raise NotFound(what=code)
    return _BY_CODE[found]


def label(code: str) -> str:
    """What to translate and show; an unlisted code stands for itself."""
    found = known(code)
    return _BY_CODE[found].label if found else code
