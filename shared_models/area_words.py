"""Areas as officers say them: the village first, as much around it as there is room for."""

from collections.abc import Sequence

from shared_models.area import Level, display_name, find

NO_VILLAGE = ("ไม่ระบุหมู่", "No village")


def village_name(code: str, language: str) -> str:
    """`หมู่ 4`; households without a village number get words for that."""
    village = find(code)
    if village is None or (len(code) == Level.VILLAGE and code.endswith("00")):
        return NO_VILLAGE[language == "en"]
    return village.name_en if language == "en" else village.name_th


def subdistrict_name(code: str, language: str) -> str:
    """`ต.แม่ใส` of any code within it."""
    outer = display_name(code[:4], language)
    return display_name(code[:6], language).removesuffix(outer).strip(" ,")


def place_name(code: str, language: str) -> str:
    """`หมู่ 4 ต.แม่ใส`: what a list has room for."""
    return f"{village_name(code, language)} {subdistrict_name(code, language)}"


def area_names(codes: Sequence[str], language: str) -> str:
    """All these areas, `ต.แม่ใส อ.เมืองพะเยา จ.พะเยา`, with commas between them."""
    return ", ".join(display_name(code, language) for code in codes)


def short_names(codes: Sequence[str], language: str) -> str:
    """The areas without what lies around them: `ต.แม่ใส, ต.บ้านสาง`."""
    shorter = [subdistrict_name(code, language) if len(code) == Level.SUBDISTRICT else "" for code in codes]
    return ", ".join(short or display_name(code, language) for short, code in zip(shorter, codes, strict=True))
