"""The kinds of services of the demo, with their names in the languages of five countries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """`names`: English, Russian, Tajik, Uzbek, Kyrgyz, Kazakh. `factors` are ids, spaced."""

    names: tuple[str, str, str, str, str, str]
    what: str
    factors: str
    activities: str
    cost: str
    safe_for: str
    hours: str
    papers: str = ""
    state_risk: str = "none"
    hidden: bool = False


OFFERS: tuple[Offer, ...] = (
    Offer(("Legal advice", "Юридическая помощь", "Ёрии ҳуқуқӣ", "Yuridik yordam",
           "Юридикалык жардам", "Заң көмегі"),
          "Advice on registration, papers, entry bans and wages.",
          "I07 I08 I09 I10 I19", "7", "free", "undocumented former_prisoner returnee",
          "mo-fr 09:00-17:00", "Any paper that you have"),
    Offer(("Help line for migrants", "Телефон помощи мигрантам", "Хатти кӯмак ба муҳоҷирон",
           "Migrantlar uchun ishonch telefoni", "Мигранттарга жардам телефону",
           "Мигранттарға көмек телефоны"),
          "Answers by telephone, day and night.",
          "I03 I07 I10 I16 S02", "1", "free", "undocumented woman", "mo-su 00:00-24:00"),
    Offer(("Shelter for women", "Убежище для женщин", "Паноҳгоҳи занон", "Ayollar boshpanasi",
           "Аялдар үчүн баш калкалоочу жай", "Әйелдерге арналған баспана"),
          "A safe place for women and their children. The address is not public.",
          "F01 I13 F07 F10", "4", "free", "survivor woman child", "mo-su 00:00-24:00",
          hidden=True),
    Offer(("Psychologist", "Психолог", "Равоншинос", "Psixolog", "Психолог", "Психолог"),
          "Talks with one person or a family, also by telephone.",
          "I01 I02 F04 F05 I17", "8", "free", "survivor returnee former_prisoner",
          "mo-fr 10:00-18:00"),
    Offer(("Polyclinic, general doctor", "Поликлиника, терапевт", "Дармонгоҳ, табиби умумӣ",
           "Poliklinika, umumiy shifokor", "Емкана, жалпы дарыгер", "Емхана, жалпы дәрігер"),
          "General medicine; women's doctor two days a week.",
          "I04 I24 S08", "9", "some", "", "mo-sa 08:00-16:00", "Passport", "state_run"),
    Offer(("Testing and advice on HIV", "Тест и консультация по ВИЧ",
           "Ташхис ва машварат оид ба ВИЧ",
           "OIV boʻyicha test va maslahat", "ВИЧ боюнча тест жана кеңеш",
           "АИТВ бойынша тест және кеңес"),
          "A test without a name, and somebody to talk to.",
          "I06 I05", "10", "free", "undocumented former_prisoner", "mo-fr 09:00-15:00"),
    Offer(("Work and training", "Работа и обучение", "Кор ва омӯзиш", "Ish va oʻqish",
           "Жумуш жана окутуу", "Жұмыс және оқыту"),
          "Courses of three months, help with finding work.",
          "I11 I12 F03 I22", "7", "free", "returnee former_prisoner", "mo-fr 09:00-17:00",
          "Passport", "state_run"),
    Offer(("After prison: first weeks", "После тюрьмы: первые недели",
           "Пас аз зиндон: ҳафтаҳои аввал", "Qamoqdan keyin: dastlabki haftalar",
           "Түрмөдөн кийин: алгачкы жумалар", "Түрмеден кейін: алғашқы апталар"),
          "Papers, a bed, somebody who comes along to offices.",
          "I20 I09 F10 C01 I14", "3", "free", "former_prisoner", "mo-fr 10:00-16:00"),
    Offer(("Children's room", "Детская комната", "Утоқи кӯдакон", "Bolalar xonasi",
           "Балдар бөлмөсү", "Балалар бөлмесі"),
          "Care, play and lessons while parents work or see an office.",
          "F06 F05 F09 F11", "5", "free", "child woman", "mo-fr 08:00-18:00"),
    Offer(("Finding relatives", "Поиск родственников", "Ҷустуҷӯи хешовандон",
           "Qarindoshlarni izlash", "Туугандарды издөө", "Туыстарды іздеу"),
          "Looks for missing, detained or dead relatives across borders.",
          "F08 F02", "7", "free", "", "tu,th 10:00-14:00", "Papers of the relative, if any"),
    Offer(("Food and clothes", "Продукты и одежда", "Озуқа ва либос", "Oziq-ovqat va kiyim",
           "Азык-түлүк жана кийим", "Азық-түлік пен киім"),
          "A parcel once a week for families in need.",
          "F10 I12 S07", "6", "free", "undocumented woman", "sa 10:00-14:00"),
    Offer(("Language lessons", "Уроки языка", "Дарсҳои забон", "Til darslari", "Тил сабактары",
           "Тіл сабақтары"),
          "Two evenings a week, with people to practise with.",
          "I19 I17 C08", "3", "some", "returnee woman", "mo,we 18:00-20:00"),
)  # fmt: skip

LANGUAGES = ("eng", "rus", "tgk", "uzb", "kir", "kaz")
PLACES: dict[str, tuple[tuple[tuple[str, str], ...], str]] = {
    "TJ": ((("Dushanbe", "Rudaki"), ("Khujand", "Lenin")), "tgk"),
    "UZ": ((("Tashkent", "Navoi"), ("Samarkand", "Registan")), "uzb"),
    "KG": ((("Bishkek", "Chui"), ("Osh", "Kurmanjan")), "kir"),
    "KZ": ((("Almaty", "Abai"), ("Shymkent", "Tauke")), "kaz"),
    "RU": ((("Moscow", "Example"), ("Novosibirsk", "Example")), "rus"),
}
"""Two towns of each country with the name of a street, and the language spoken first there."""
GROUPS = ("Example Hope", "Example Bridge", "Example Hearth", "Example Road")
