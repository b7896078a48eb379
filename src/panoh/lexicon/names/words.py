"""Words beside a name: what kind of place it is, what joins two parts. They weigh little."""

from __future__ import annotations

KINDS = {
    "ru": "город г гор посёлок поселок пос село с деревня д район рн область обл край республика имени им станция"
    " ст совхоз колхоз аул аил кишлак микрорайон остров острова ов ова пгт ао",
    "tg": "шаҳри шахри ноҳияи нохияи вилояти деҳаи дехаи ҷамоати шаҳраки ҷазираҳои ҷазираи ҷумҳурии",
    "uz": "shahri shahar shahri tumani viloyati qishlogʻi shaharchasi orollari oroli respublikasi respublikasy",
    "uz_Cyrl": "шаҳри шаҳар тумани вилояти қишлоғи шаҳарчаси ороллари ороли республикаси",
    "kk": "қаласы ауданы облысы ауылы аралдары аралы республикасы",
    "ky": "шаары району облусу айылы аралдары аралы шаар республикасы",
    "tk": "şäheri etraby welaýaty adalary adasy",
    "Latin spellings": "shahri shahar shahr shaari shaary gorod gorodok posëlok poselok posyolok selo derevnya"
    " raion rayon oblast oblast' krai imeni stantsiya ostrov kishlak aul qalasy qala razuezd razyezd siding station stanitsa faktoriya posyolok sentralnyy"
    "",
    "en": "city town village district region province island islands republic of the and",
    "fa, ps": "شهر شهرستان ولسوالی ولایت قریه ده جزیره جزایر جمهوری حکومت مرکز ښار ولسوالۍ علاقه داری",
    "Latin spellings of Persian": "wuleswali wuluswali uluswali woluswali wolayat velayat wilayat hukumat hukumati"
    " markaz markazi markaz-e qaryeh qarya qaryah qaryehye shahrestan sharestan",
}
"""By language. What stands here counts for a sixth of another word of its length."""

PARTICLES = "e i ye yi y o va wa we i bin ibn al el ul ol os as az ud ad de der von am an on und the of na nad da la le и й ва и у аль эль де на об о е و ال"
"""Joining words of a letter or two; they count for a tenth."""
