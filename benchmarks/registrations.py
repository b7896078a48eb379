"""People made up for measuring the warning of doubles: registered once, and again otherwise.

Each name stands in five spellings by hand: national Cyrillic, Russian papers, Latin, Latin of the
press, Persian script. No row is meant to be anybody.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

NATIONAL, RUSSIAN, LATIN, PRESS, PERSIAN = range(5)
MEN = """
Алишер Алишер Alisher Alicher علیشر|Раҳим Рахим Rahim Rakhmon رحمان|Саид Саид Said Sayid سعید
Карим Карим Karim Kareem کریم|Юсуф Юсуф Yusuf Iusuf یوسف|Ҷамшед Джамшед Jamshed Dzhamshed جمشید
Фаррух Фаррух Farrux Farrukh فرخ|Шариф Шариф Sharif Charif شریف|Ашур Ашур Ashur Ashour عاشور
Назар Назар Nazar Nazar نظر|Хуршед Хуршед Xurshed Khurshed خورشید|Ҳасан Хасан Hasan Khasan حسن
Ҳусейн Хусейн Husayn Khuseyn حسین|Тоҳир Тохир Tohir Tokhir طاهر|Умар Умар Umar Oumar عمر
Бахтиёр Бахтиёр Baxtiyor Bakhtiyar بختیار|Сафар Сафар Safar Safar صفر
Давлат Давлат Davlat Dawlat دولت|Шодӣ Шоди Shodi Shody شادی|Мирзо Мирзо Mirzo Mirza میرزا
Исмоил Исмаил Ismoil Ismail اسماعیل|Иброҳим Ибрагим Ibrohim Ibragim ابراهیم
Мурод Мурад Murod Murad مراد|Қурбон Курбон Qurbon Kurban قربان
Тошмат Ташмат Toshmat Tashmat تاشمت|Аҳмад Ахмад Ahmad Akhmad احمد
Маҳмуд Махмуд Mahmud Makhmud محمود|Солеҳ Солех Soleh Salekh صالح|Зафар Зафар Zafar Zafar ظفر
Рустам Рустам Rustam Roustam رستم|Ғафур Гафур Gʻafur Ghafur غفور|Олим Алим Olim Alim عالم
Содиқ Садик Sodiq Sadyk صادق|Бобо Бобо Bobo Babo بابا|Ёқуб Якуб Yoqub Yakub یعقوب
Ҷӯра Джура Joʻra Dzhura جوره|Эргаш Эргаш Ergash Ergash ایرگش|Нурлан Нурлан Nurlan Nurlan نورلان
Бакыт Бакыт Baqyt Bakyt باقیت|Асан Асан Asan Assan آسان|Фирдавс Фирдавс Firdavs Firdaus فردوس
Диловар Диловар Dilovar Dilavar دلاور|Парвиз Парвиз Parviz Parvez پرویز
Сӯҳроб Сухроб Suhrob Sukhrob سهراب|Муҳаммад Мухаммад Muhammad Mukhammad محمد
Абдулло Абдулло Abdullo Abdulla عبدالله|Насрулло Насрулло Nasrullo Nasrulla نصرالله
Шамсиддин Шамсиддин Shamsiddin Chamsiddin شمس‌الدین
"""
WOMEN = """
Гулнора Гульнора Gulnora Gulnara گلناره|Мадина Мадина Madina Madinah مدینه
Зарина Зарина Zarina Zareena زرینه|Зебунисо Зебунисо Zebuniso Zebunissa زیب‌النسا
Дилноза Дильноза Dilnoza Dilnoza دلنوازه|Фотима Фатима Fotima Fatima فاطمه
Мавлуда Мавлюда Mavluda Mavlyuda مولوده|Нигина Нигина Nigina Nigeena نگینه
Шаҳноза Шахноза Shahnoza Shakhnoza شهنازه|Сайёра Сайёра Sayyora Saiyora سیاره
Барно Барно Barno Barna برنا|Муҳайё Мухайё Muhayyo Mukhayyo محیا
Манзура Манзура Manzura Manzoura منظوره|Ойгул Айгуль Oygul Aigul آیگل
Малика Малика Malika Malyka ملکه|Ҳалима Халима Halima Khalima حلیمه|Раъно Рано Raʼno Rano رعنا
Умеда Умеда Umeda Oumeda امیده
"""
_OV = ("ов ев", "ов ев", "ov yev", "ov ev", "وف یف")
_OVA = ("ова ева", "ова ева", "ova yeva", "ova eva", "وا یوا")
_ZODA = ("зода", "зода", "zoda", "zoda", "\u200cزاده")
_VOWELS = "иӣӯуоаeoiuyаاهی"


def _parted(text: str) -> list[list[str]]:
    return [each.split() for line in text.strip().splitlines() for each in line.split("|")]


_MEN, _WOMEN = _parted(MEN), _parted(WOMEN)


@dataclass(frozen=True)
class Person:
    given: int
    family: int
    woman: bool
    zoda: bool

    def written(self, how: int, *, zoda: bool | None = None, first: bool = False) -> str:
        stem = _MEN[self.family][how]
        if self.zoda if zoda is None else zoda:
            family = stem + _ZODA[how]
        else:
            hard, soft = (_OVA if self.woman else _OV)[how].split()
            family = stem.replace("ӣ", "и") + (soft if stem[-1] in _VOWELS else hard)
        given = (_WOMEN if self.woman else _MEN)[self.given][how]
        return f"{given} {family}" if first else f"{family} {given}"


def people(count: int, chance: random.Random) -> list[Person]:
    """Different people with different full names."""
    found: dict[tuple[int, int, bool], Person] = {}
    while len(found) < count:
        woman = chance.random() < 0.4
        given = chance.randrange(len(_WOMEN if woman else _MEN))
        family = chance.randrange(len(_MEN))
        key = (given, family, woman)
        found.setdefault(key, Person(*key, zoda=chance.random() < 0.3))
    return list(found.values())


def slip(name: str, chance: random.Random) -> str:
    """One letter lost, doubled, exchanged with its neighbour, or another in its place."""
    at = chance.choice([i for i in range(1, len(name) - 1) if name[i].isalpha()])
    kind = chance.randrange(4)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + name[at] + name[at:]
    if kind == 2 and name[at - 1].isalpha():
        return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
    other = chance.choice([each for each in name.lower() if each.isalpha()])
    return name[:at] + other + name[at + 1 :]


def again(person: Person, how: int, chance: random.Random) -> dict[str, str]:
    """How the same person may be written down a second time, by what differs."""
    others = [each for each in range(5) if each != how]
    latin = (LATIN, PRESS) if how not in (LATIN, PRESS) else (NATIONAL, RUSSIAN)
    return {
        "other birth year, same name": person.written(how),
        "names in another order": person.written(how, first=True),
        "other spelling or script": person.written(chance.choice(others)),
        "other script, Latin and Cyrillic": person.written(chance.choice(latin)),
        "Persian script": person.written(PERSIAN if how != PERSIAN else NATIONAL),
        "other form of the surname": person.written(how, zoda=not person.zoda),
        "other form and other script": person.written(
            chance.choice(others), zoda=not person.zoda, first=True
        ),
        "a slip": slip(person.written(how), chance),
    }
