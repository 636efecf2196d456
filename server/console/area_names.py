"""Villages and wider areas as the office's pages name them, with the villages' names that the office entered."""

from sqlmodel import Session

from server.console.render import area_name
from server.console.words import Language
from server.services import reference
from shared_models.area import Level
from shared_models.area_words import subdistrict_name, village_name


class AreaNames:
    """Names of areas in one language."""

    def __init__(self, session: Session, district: str, told: Language) -> None:
        self.villages, self.told = reference.read(session, district).villages, told

    def village(self, code: str) -> str:
        return f"{village_name(code, self.told)} {self.villages.get(code, '')}".strip()

    def area(self, code: str) -> str:
        """`หมู่ 4 บ้านสันกลาง ต.แม่ต๋ำ`, or a wider area's name."""
        if len(code) == Level.VILLAGE:
            return f"{self.village(code)} {subdistrict_name(code, self.told)}"
        return subdistrict_name(code, self.told) if len(code) == Level.SUBDISTRICT else area_name(code, self.told)

    def areas(self, codes: tuple[str, ...]) -> str:
        return ", ".join(self.area(code) for code in codes)
