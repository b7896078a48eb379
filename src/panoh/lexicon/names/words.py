"""Words beside a name: what kind of place it is, what joins two parts. They weigh little."""

from __future__ import annotations

KINDS = {
    "ru": """
        город г гор посёлок поселок пос село с деревня д район рн область обл край республика имени
        им станция ст совхоз колхоз аул аил кишлак микрорайон остров острова ов ова пгт ао
        станица разъезд фактория участок хутор слобода волость волосвали волусволи
        алакадари алакахдари хукумат маркази""",
    "tg": """
        шаҳри шахри ноҳияи нохияи вилояти деҳаи дехаи ҷамоати шаҳраки ҷазираҳои ҷазираи ҷумҳурии""",
    "uz": """
        shahri shahar tumani viloyati qishlogʻi shaharchasi orollari oroli respublikasi""",
    "uz_Cyrl": "шаҳри шаҳар тумани вилояти қишлоғи шаҳарчаси ороллари ороли республикаси",
    "kk": "қаласы ауданы облысы ауылы аралдары аралы республикасы",
    "ky": "шаары району облусу айылы аралдары аралы шаар республикасы",
    "tk": "şäheri etraby welaýaty adalary adasy respublikasy",
    "Russian in Latin letters": """
        gorod gorodok posëlok poselok posyolok selo derevnya raion rayon oblast krai imeni stantsiya
        stanitsa ostrov kishlak aul razuezd razyezd faktoriya kolkhoz sovkhoz uchastok
        khutor sloboda""",
    "Turkic in Latin letters": "shaary shahr qalasy qala orollari adalari adasi aralı respublikası",
    "en": "city town village district region province island islands republic siding station",
    "fa, ps": """
        شهر شهرستان ولسوالی ولایت قریه ده جزیره جزایر جمهوری حکومت مرکز ښار ولسوالۍ علاقه داری علاقہ
        کلی کلي""",
    "Persian in Latin letters": """
        wuleswali wuluswali uluswali woluswali wolayat velayat wilayat hukumat hukumati markaz
        markazi qaryeh qarya qaryah qaryehye shahrestan sharestan alaqadari alaqahdari volusvoli
        kalay kelay""",
}
"""By language. What stands here counts for a sixth of another word of its length."""

PARTICLES = """
e i ye yi y o va wa we bin ibn al el ul ol os as az ud ad de der von am an on und the of and na nad
da la le и й ва у аль эль де на об о е و ال
"""
"""Joining words of a letter or two; they count for a tenth."""

SERVANT = """
abd abdul abdur abdus abdu abdal abdel абд абдул абдур абдус абду абдаль عبد عبدال عبدل
"""
"""Servant of: written apart from the name of God that follows, or together with it."""
