"""What people asked in passing: the invented contacts of the demo."""

from __future__ import annotations

TALKS: tuple[tuple[str, str, str, str], ...] = (
    ("work", "I10", "Не платят второй месяц, что делать?",
     "Какие доказательства собирать и куда писать."),
    ("papers", "I07", "Патент кончается через неделю.", "Порядок оплаты и что взять с собой."),
    ("papers", "", "Регистрацию сделали на чужой адрес.", ""),
    ("health", "I06", "Где проверить анализы, чтобы никто не узнал?", "Адрес и часы, без имени."),
    ("detention", "S02", "Брата забрали на проверке.", "К кому звонить и что говорить."),
    ("return", "", "Хочу домой, билета нет.", ""),
    ("work", "I10", "Маош намедиҳанд.", "Чӣ гуна ариза навиштан мумкин."),
    ("family", "F02", "Шавҳарам занг намезанад.", ""),
    ("papers", "", "Шиноснома гум шуд.", "Суроғаи консулгарӣ."),
    ("mind", "I01", "Шабҳо хоб намебарад.", ""),
    ("army", "", "Қоғаз доданд, ки имзо кунам.", "Имзо накардан ва ба кӣ занг задан."),
    ("work", "S09", "Shartnoma yo‘q, pul bermayapti.", "Dalillarni qanday saqlash."),
    ("papers", "I09", "Pasportimni berishmayapti.", ""),
    ("family", "F06", "Bolani maktabga olishmayapti.", "Qanday hujjat kerakligini aytdik."),
    ("housing", "F10", "Турар жойдан ҳайдашди.", ""),
    ("work", "I10", "Айлыкты бербей жатат.", "Кайда кайрылса болот."),
    ("papers", "I08", "Кирүүгө тыюу барбы?", "Кантип текшерсе болот."),
    ("safety", "", "Үйгө баргандан коркуп жатам.", ""),
    ("money", "I12", "Билет үшін қарыз болдым.", ""),
    ("rights", "I19", "Бұл қағазда не жазылған?", "Қағазды бірге оқып шықтық."),
)  # fmt: skip
"""Topic, factor or none, what was asked, what was answered (empty: not yet)."""

SESSIONS: tuple[tuple[str, int], ...] = (
    ("Права при проверке документов: разговор в общежитии", 14),
    ("Пеш аз сафар: чӣ бо худ гирифтан", 22),
    ("Ish beruvchi bilan shartnoma: savol-javob", 9),
)
"""Group sessions: what they were about, and how many were there."""
