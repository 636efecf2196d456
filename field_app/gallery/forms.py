"""Gallery pages made of forms: died, fields, unlock. All people are invented."""

import asyncio
from datetime import date

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from field_app.gallery.screens import badge, nothing
from field_app.views.components.action_bar import action_bar, main_action
from field_app.views.components.area_cascade import AreaCascade
from field_app.views.components.badge import BadgeSize
from field_app.views.components.button import quiet_button, tonal_button
from field_app.views.components.chip import Status, state_word
from field_app.views.components.consequences import Consequence, consequences
from field_app.views.components.date_field import DateField
from field_app.views.components.field import field, labelled, use_text_draft
from field_app.views.components.group import block, group
from field_app.views.components.pane import pane, scroll_to, target
from field_app.views.components.pin_pad import PinPad
from field_app.views.components.radio_list import Choice, radio_list
from field_app.views.components.section import section
from field_app.views.components.segmented import segmented
from field_app.views.components.sheet import Option
from field_app.views.components.shell import focus_shell, frame
from field_app.views.components.text import heading, muted, text
from field_app.views.components.top_bar import household_bar, page_head
from field_app.views.theme import use_look
from shared_models import area
from shared_models.birth import PartialDate, partial
from shared_models.errors import NotPermitted

TODAY = date(2023, 5, 24)
HEADS = (
    Choice("2", "นางคำปัน ใจคำ", "ภรรยา · เสนอให้เป็นหัวหน้า", "72 ปี"),
    Choice("3", "นายสมชาย ใจคำ", "บุตร", "45 ปี"),
    Choice("4", "นางสุนีย์ ใจคำ", "บุตรสะใภ้", "41 ปี"),
)
FOLLOWS = (
    Consequence("บ้าน 47/2 ใช้ชื่อนางคำปัน ใจคำ", "ประวัติในชื่อเดิมยังอยู่ครบ", ft.Icons.HOME_OUTLINED),
    Consequence("ความสัมพันธ์ของอีก 3 คนคงเดิม", "บุตร · บุตรสะใภ้ · หลาน", ft.Icons.GROUPS_ROUNDED),
    Consequence("ทีมอื่นจะเห็นหลังรับส่งข้อมูล", "แก้คืนได้ แต่ต้องบอกเหตุผล", ft.Icons.SEND_OUTLINED),
)


def children(code: str) -> list[tuple[str, str]]:
    """The real areas of Thailand, with two invented villages in every subdistrict."""
    if len(code) == 6:
        return [(f"{code}04", "บ้านดอนแก้ว หมู่ 4"), (f"{code}07", "บ้านทุ่งกล้วย หมู่ 7")]
    return [(item.code, item.name_th) for item in area.children(code)]


def column(blocks: list[ft.Control]) -> ft.Column:
    stretch = ft.CrossAxisAlignment.STRETCH
    return ft.Column(blocks, spacing=16, expand=True, tight=True, horizontal_alignment=stretch)


@ft.component
def Died() -> ft.Control:
    look = use_look()
    next_head, set_next_head = ft.use_state("2")
    outcome, set_outcome = ft.use_state("close")
    draft = use_text_draft({"note": "ป่วยมานาน ครอบครัวจัดงานที่วัดแล้ว"})
    answers = (Option("close", "ปิดเรื่อง"), Option("keep", "เปิดไว้"))
    left: list[ft.Control] = [
        DateField("เสียชีวิตเมื่อ", partial(2566, 5, 12, on=TODAY), nothing, today=TODAY),
        field(look, "บันทึกเพิ่มเติม", draft, "note", optional=True),
        labelled(look, "ใครเป็นหัวหน้าครัวเรือนต่อ", radio_list(look, "หัวหน้าครัวเรือนต่อ", HEADS, next_head, set_next_head)),
    ]
    problem = ft.Column(
        [
            text(look, "ต้องการเตียงผู้ป่วย", weight=600),
            muted(look, "ตั้งแต่ ก.พ. 2566"),
            segmented(look, "ต้องการเตียงผู้ป่วย", answers, outcome, set_outcome),
        ],
        spacing=4,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    open_problems = labelled(look, "เรื่องที่ยังเปิดอยู่ของผู้เสียชีวิต", block(look, problem, padding=16))
    right: list[ft.Control] = [open_problems, consequences(look, "เมื่อบันทึกแล้ว", FOLLOWS)]
    title = ft.Column([heading(look, "บันทึกการเสียชีวิต"), muted(look, "นายบุญมี ใจคำ อายุ 78 ปี · หัวหน้าครัวเรือน")], spacing=0)
    body = pane(look, [title, *left, *right])
    if look.wide:
        row = ft.Row([column(left), column(right)], spacing=40, vertical_alignment=ft.CrossAxisAlignment.START)
        body = pane(look, [title, row], padding=ft.Padding.symmetric(horizontal=40, vertical=16))
    size: BadgeSize | None = "number" if look.phone else None
    bar = household_bar(look, number="47/2", head="นายบุญมี ใจคำ", place="บ้านดอนแก้ว หมู่ 4", task="บันทึกการเสียชีวิต",
                        badge=badge(look, size=size), on_back=nothing, closes=True)  # fmt: skip
    save = main_action(look, "บันทึกการเสียชีวิต", nothing)
    kept = state_word(look, Status("เก็บร่างไว้ในเครื่องแล้ว", "quiet", ft.Icons.CHECK_ROUNDED))
    bottom = action_bar(look, save, left=[kept],
                        beside=[] if look.phone else [quiet_button(look, "ยังไม่บันทึก", nothing, main=True)])  # fmt: skip
    return focus_shell(look, bar, body, bottom=bottom)


@ft.component
def Fields() -> ft.Control:
    """Fields while something else re-renders the screen all the time, as a running exchange does."""
    look = use_look()
    ticks, set_ticks = ft.use_state(0)
    place, set_place = ft.use_state("")
    born, set_born = ft.use_state("ยังไม่มีวัน")
    kept, set_kept = ft.use_state("")
    scroller: MutableRef[ft.Ref[ft.Column]] = ft.use_ref(ft.Ref)
    draft = use_text_draft(
        {"name": "", "note": "", "phone": "081"}, on_blur=lambda key, value: set_kept(f"{key}: {value}")
    )

    async def tick() -> None:
        for number in range(1, 400):
            await asyncio.sleep(0.05)
            set_ticks(number)

    def start() -> None:
        ft.context.page.run_task(tick)

    def add_phrase() -> None:
        draft.put("note", (draft.get("note") + " ผู้สูงอายุอยู่ลำพัง").strip())
        set_ticks(lambda count: count + 1)

    def date_changed(value: PartialDate | None, readable: bool) -> None:
        set_born(f"อ่านได้ {value.code}" if value else "ว่าง" if readable else "ยังอ่านไม่ได้")

    def refuse() -> None:
        raise NotPermitted(action="write")

    def fail() -> None:
        raise RuntimeError("นายบุญมี ใจคำ 3-5601-00000-41-7")

    rows = [
        muted(look, f"วาดใหม่ {ticks} ครั้ง"),
        muted(look, f"เก็บร่าง {kept}"),
        ft.Row([tonal_button(look, "เริ่มวาดใหม่ตลอด", start), quiet_button(look, "ผู้สูงอายุอยู่ลำพัง", add_phrase,
                                                                       icon=ft.Icons.ADD_ROUNDED),
                quiet_button(look, "ไปช่องที่ขาด", lambda: scroll_to(scroller.current or ft.Ref(), "head"))], wrap=True),
        field(look, "ชื่อและนามสกุล", draft, "name", placeholder="เช่น นายบุญมี ใจคำ",
              error="ใส่ชื่ออย่างน้อยหนึ่งคำ" if ticks == -1 else "", hint="ตามบัตรประชาชน"),
        field(look, "บันทึก", draft, "note", optional=True, lines=3),
        field(look, "เบอร์โทร", draft, "phone", kind="phone", error="เบอร์โทรมี 10 หลัก ตรวจกับเจ้าของอีกครั้ง",
              mark=state_word(look, Status("แก้แล้ว", "good", ft.Icons.CHECK_ROUNDED))),
        DateField("วันเกิด", None, date_changed, today=TODAY),
        muted(look, f"วันเกิดที่อ่าน: {born}"),
        section(look, "ย้ายไปที่"),
        AreaCascade(place, set_place, children=children, elsewhere=True),
        muted(look, f"รหัสพื้นที่ที่เลือก: {place or '–'}"),
        section(look, "ที่ตั้งบ้าน"),
        AreaCascade("560101", nothing, children=children, fixed="5601"),
        target("head", radio_list(look, "หัวหน้าครัวเรือนต่อ", HEADS, None, nothing)),
        group(look, [ft.Row([quiet_button(look, "ทำสิ่งที่ไม่ได้รับอนุญาต", refuse), quiet_button(look, "ทำสิ่งที่พัง", fail)])]),
    ]  # fmt: skip
    head = page_head(look, "ช่องกรอก", badge=badge(look))
    return frame(look, ft.Column([head, pane(look, rows, scroller=scroller.current)], spacing=0, expand=True))


@ft.component
def Unlock() -> ft.Control:
    look = use_look()
    tries, set_tries = ft.use_state(5)
    opened, set_opened = ft.use_state(False)

    def check(pin: str) -> None:
        set_opened(pin == "246810")
        if pin != "246810":
            set_tries(tries - 1)

    pad = PinPad(check, title="ใส่รหัส 6 หลัก", tries_left=tries if tries < 5 else None, on_forgot=nothing,
                 message="เปิดแล้ว" if opened else "")  # fmt: skip
    centre = ft.MainAxisAlignment.CENTER
    return frame(look, ft.Column([ft.Row([pad], alignment=centre)], alignment=centre, expand=True))
