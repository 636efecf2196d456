"""Gallery pages made of lists: my work, search, household, visit, exchange, empty. All people are invented."""

import flet as ft

from field_app.views.components.action_bar import action_bar, main_action
from field_app.views.components.badge import BadgeSize, ExchangeState, sync_badge
from field_app.views.components.banner import banner
from field_app.views.components.button import icon_button, outline_button, primary_button, quiet_button, tonal_button
from field_app.views.components.chip import Status, filter_chip, state_word
from field_app.views.components.empty import empty
from field_app.views.components.field import use_text_draft
from field_app.views.components.group import group
from field_app.views.components.household_head import HouseholdFile, household_head
from field_app.views.components.household_row import HouseholdLine, household_row, row_inset
from field_app.views.components.pane import pane, two_panes
from field_app.views.components.person_row import PersonLine, person_inset, person_row
from field_app.views.components.plate import plate
from field_app.views.components.progress_bar import progress_bar, segment_bar
from field_app.views.components.radio_list import checkbox_row
from field_app.views.components.roster_row import MOVED, RosterAnswers, RosterLine, roster_inset, roster_row, stayed
from field_app.views.components.search_field import search_field
from field_app.views.components.section import section
from field_app.views.components.segmented import segmented
from field_app.views.components.sheet import Option
from field_app.views.components.shell import focus_shell, shell
from field_app.views.components.stepper import Step, StepBar, step_list
from field_app.views.components.tabs import Tab, tabs
from field_app.views.components.text import Part, heading, muted, rich, text
from field_app.views.components.tiles import Tile, tiles
from field_app.views.components.top_bar import household_bar, page_head
from field_app.views.theme import Look, use_look

OFFLINE = ExchangeState(waiting=12, online=False, last="เมื่อวาน 16.40 น.")
SENT = ExchangeState(waiting=0, online=True, last="14.32 น.")
FALLING = ft.Icons.TRENDING_DOWN_ROUNDED
NOT_VISITED = Status("ยังไม่เยี่ยม", "quiet", ft.Icons.SCHEDULE_ROUNDED)
CONFLICT = Status("ไม่ตรงกัน", "attention", ft.Icons.CALL_SPLIT_ROUNDED)


def failed(*dimensions: str) -> tuple[Status, ...]:
    return tuple(Status(dimension, "danger", FALLING) for dimension in dimensions)


def found(number: str, given: str, rest: str, detail: str, chips: tuple[Status, ...]) -> HouseholdLine:
    start = len(given)
    return HouseholdLine(number, given + rest, detail, chips, NOT_VISITED, ((start, start + len("ใจคำ")),))


RESULTS = (
    found("12", "นางแก้วมา ", "ใจคำ", "บ้านดอนแก้ว หมู่ 4 · 3 คน", failed("รายได้")),
    found("47/2", "นายบุญมี ", "ใจคำ", "บ้านดอนแก้ว หมู่ 4 · 6 คน", failed("รายได้", "ความเป็นอยู่")),
    found("88", "นายปั๋น ", "ใจคำ", "บ้านดอนแก้ว หมู่ 4 · 2 คน", failed("รายได้", "สุขภาพ")),
    found("103/1", "น.ส.ฟองจันทร์ ", "ใจคำแหง", "บ้านทุ่งกล้วย หมู่ 7 · 4 คน", failed("รายได้")),
    found("7", "นายศรีวัย ", "ใจคำ", "บ้านทุ่งกล้วย หมู่ 7 · 1 คน", (*failed("รายได้"), CONFLICT)),
    found("1203/114", "นางอุ้ยหล้า ", "ใจคำปา", "บ้านห้วยเคียน หมู่ 2 · 6 คน", failed("รายได้", "การศึกษา")),
    found("19", "นายอินถา ", "ใจคำ", "บ้านห้วยเคียน หมู่ 2 · 4 คน", failed("รายได้")),
)
MEMBERS = (
    PersonLine("78 ปี", "นายบุญมี ใจคำ", "หัวหน้าครัวเรือน · ชาย", "3-5601-xxxxx-41-7",
               Status("โรคเรื้อรัง", "quiet", ft.Icons.MEDICATION_OUTLINED)),
    PersonLine("72 ปี", "นางคำปัน ใจคำ", "ภรรยา · หญิง", "3-5601-xxxxx-18-2",
               Status("เดินลำบาก", "quiet", ft.Icons.ELDERLY_ROUNDED)),
    PersonLine("45 ปี", "นายสมชาย ใจคำ", "บุตร · ชาย", "3-5601-xxxxx-66-0"),
    PersonLine("41 ปี", "นางสุนีย์ ใจคำ", "บุตรสะใภ้ · หญิง", "3-5699-xxxxx-09-5"),
    PersonLine("22 ปี", "น.ส.อรพิน ใจคำ", "หลาน · หญิง", "1-5601-xxxxx-12-3"),
    PersonLine("8 เดือน", "ด.ช.ธนภัทร ใจคำ", "หลาน · ชาย", "1-5699-xxxxx-70-4"),
)  # fmt: skip
STEPS = (
    Step("ผลการพบ", "พบหัวหน้าครัวเรือน 09.42 น.", done=True),
    Step("คนในบ้าน", "ยืนยันแล้ว 4 จาก 6 คน"),
    Step("ปัญหา", "เปิดอยู่ 3 เรื่อง"),
    Step("วิเคราะห์ 4ท", "ยังไม่ได้เขียน"),
    Step("ความช่วยเหลือ", "ยังไม่มี"),
    Step("สรุปและจบ"),
)


def nothing(*_values: object) -> None:
    """A callback that leads nowhere."""


def badge(look: Look, state: ExchangeState = OFFLINE, *, size: BadgeSize | None = None) -> ft.Container:
    return sync_badge(look, state, nothing, size=size)


def visit_draft(look: Look) -> ft.Container:
    """The block that brings an officer back into a visit."""
    go = primary_button(look, "เยี่ยมต่อ", nothing, trailing=ft.Icons.ARROW_FORWARD_ROUNDED)
    ink, faint = look.tokens.primary_ink, "#33FFFFFF" if look.dark else "#26000000"
    names = ft.Column(
        [
            text(look, "เยี่ยมค้างไว้ เมื่อ 20 นาทีก่อน", weight=500, color=ink, line_height=1.4),
            text(look, "นายบุญมี ใจคำ", size=20, weight=600, line_height=1.4),
            muted(look, "บ้านดอนแก้ว หมู่ 4"),
        ],
        spacing=0,
        expand=True,
        tight=True,
    )
    head = ft.Row([plate(look, "47/2", solid=True), names, *([] if look.phone else [go])], spacing=14)
    where = text(look, "ขั้น 3 จาก 6 · ปัญหาของบ้าน", weight=500, color=ink)
    rows: list[ft.Control] = [head, segment_bar(look, {0, 1}, 2, height=8, track=faint), where]
    if look.phone:
        rows.append(go)
    column = ft.Column(rows, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Container(column, bgcolor=look.tokens.primary_soft, border_radius=16, padding=16 if look.phone else 20)


def village(look: Look, name: str, moo: int, done: int, of: int) -> ft.Container:
    spoken = f"เยี่ยมแล้ว {done} จาก {of}"
    left = ft.Column(
        [
            rich(look, [Part(name, 600), Part(f"  หมู่ {moo}", 400, look.tokens.text_muted)], size=18),
            progress_bar(look, done / of, name=spoken),
        ],
        spacing=6,
        expand=True,
        tight=True,
    )
    count = rich(look, [Part(str(done), 700), Part(f" / {of}", 400, look.tokens.text_muted)], size=18)
    return ft.Container(ft.Row([left, count], spacing=16), padding=ft.Padding.symmetric(horizontal=16, vertical=14))


@ft.component
def Work() -> ft.Control:
    look = use_look()
    counts = (
        Tile("ยังไม่ได้เยี่ยม", 66, ft.Icons.DOOR_FRONT_DOOR_OUTLINED, nothing),
        Tile("ยังไม่มี 4ท", 21, ft.Icons.EDIT_NOTE_ROUNDED, nothing),
        Tile("ถึงกำหนดช่วย", 6, ft.Icons.EVENT_ROUNDED, nothing, "attention"),
        Tile("ข้อมูลไม่ตรงกัน", 0, ft.Icons.CALL_SPLIT_ROUNDED, nothing, "attention"),
        Tile("รอแก้ไข", 3, ft.Icons.REPORT_GMAILERRORRED_ROUNDED, nothing, "danger"),
    )
    villages = [village(look, "บ้านดอนแก้ว", 4, 26, 41), village(look, "บ้านทุ่งกล้วย", 7, 31, 38)]
    blocks: list[ft.Control] = [visit_draft(look), section(look, "งานที่รออยู่"), tiles(look, counts)]
    blocks += [section(look, "หมู่บ้านของฉัน", note="164 ครัวเรือน"), group(look, villages)]
    head = page_head(look, "งานของฉัน", badge=badge(look), note="พุธ 24 พฤษภาคม 2566 · อรทัย คำมูล")
    return shell(
        look, ft.Column([head, pane(look, blocks)], spacing=0, expand=True), selected="work", on_select=nothing
    )


@ft.component
def Search() -> ft.Control:
    look = use_look()
    opened, set_opened = ft.use_state("")
    dimension, set_dimension = ft.use_state(True)
    visited, set_visited = ft.use_state("no")
    _, redraw = ft.use_state(0)
    draft = use_text_draft({"query": "ใจคำ"}, on_change=lambda _key, _value: redraw(lambda count: count + 1))

    def opens(line: HouseholdLine) -> ft.Container:
        return household_row(look, line, lambda: set_opened(line.number), selected=line.number == opened)

    box = search_field(look, "ค้นหาครัวเรือน", draft, "query", on_clear=lambda: redraw(lambda count: count + 1),
                       placeholder="ชื่อ เลขที่บ้าน เลขบัตร หรือเบอร์โทร")  # fmt: skip
    sort = quiet_button(look, "เรียง", nothing, icon=ft.Icons.SWAP_VERT_ROUNDED)
    results: list[ft.Control] = [section(look, "พบ 23 ครัวเรือน", note="เรียงตามหมู่บ้าน", action=sort)]
    results += [group(look, [opens(line) for line in RESULTS], inset=row_inset(look))]
    answers = (Option("all", "ทั้งหมด"), Option("no", "ยัง"), Option("yes", "แล้ว"))
    filters = [
        section(look, "ตัวกรอง", action=quiet_button(look, "ล้าง 3 ข้อ", nothing)),
        checkbox_row(look, "รายได้", dimension, lambda: set_dimension(not dimension), count=23),
        checkbox_row(look, "ความเป็นอยู่", False, nothing, count=14),
        segmented(look, "การเยี่ยม", answers, visited, set_visited),
    ]
    if look.wide:
        body: ft.Control = two_panes(look, pane(look, filters, spacing=4), pane(look, results), left_width=316)
        head: ft.Control = ft.Row([ft.Container(box, expand=True), badge(look)], spacing=16)
    else:
        chips = ft.Row(
            [
                filter_chip(look, "ตัวกรอง 3", nothing, on=True, icon=ft.Icons.TUNE_ROUNDED),
                filter_chip(look, "ต.แม่ใส", nothing, on=True, removable=True),
                filter_chip(look, "ยังไม่เยี่ยม", nothing, count=9),
            ],
            spacing=8,
            scroll=ft.ScrollMode.HIDDEN,
        )
        body = pane(look, [box, chips, *results])
        head = page_head(look, "ค้นหาครัวเรือน", badge=badge(look))
    top = ft.Container(head, padding=ft.Padding.only(left=24, right=16, top=16)) if look.wide else head
    return shell(look, ft.Column([top, body], spacing=0, expand=True), selected="search", on_select=nothing)


@ft.component
def Household() -> ft.Control:
    look = use_look()
    tab, set_tab = ft.use_state("members")
    file = HouseholdFile(
        "47/2", "นายบุญมี ใจคำ", "บ้านดอนแก้ว หมู่ 4 ต.แม่ใส อ.เมืองพะเยา",
        (
            Status("กลุ่ม 1 เร่งด่วน", "info", ft.Icons.PRIORITY_HIGH_ROUNDED),
            Status("กลุ่ม 2 เปราะบาง", "info", ft.Icons.GROUPS_ROUNDED),
            Status("ขั้นอยู่รอด", "primary", ft.Icons.STAIRS_OUTLINED),
            Status("เยี่ยมล่าสุด 2 ก.พ. 2566", "quiet", ft.Icons.EVENT_AVAILABLE_OUTLINED),
        ),
        (
            Status("รายได้ต่ำกว่าเกณฑ์", "danger", ft.Icons.PAYMENTS_OUTLINED),
            Status("หลังคารั่ว", "danger", ft.Icons.OTHER_HOUSES_OUTLINED),
        ),
    )  # fmt: skip
    parts = [Tab("members", "สมาชิก", 6), Tab("problems", "ปัญหา", 3), Tab("visits", "การเยี่ยม", 4), Tab("four_t", "4ท"),
             Tab("plans", "แผนและความช่วยเหลือ", 2), Tab("welfare", "สวัสดิการ", 3), Tab("history", "ประวัติ")]  # fmt: skip
    add = quiet_button(look, "เพิ่มสมาชิก", nothing, icon=ft.Icons.PERSON_ADD_ALT_ROUNDED)
    rows = [person_row(look, member, nothing) for member in MEMBERS]
    named = household_head(look, file, badge=None if look.phone else badge(look))
    head: ft.Control = ft.Container(named, padding=ft.Padding.symmetric(horizontal=look.margin, vertical=8))
    if look.phone:
        top = page_head(look, "แฟ้มครัวเรือน", badge=badge(look), on_back=nothing)
        head = ft.Column([top, head], spacing=0, tight=True)
    body = pane(look, [section(look, "สมาชิก 6 คน", action=add), group(look, rows, inset=person_inset(look))])
    start = main_action(look, "เริ่มเยี่ยมบ้าน", nothing, icon=ft.Icons.DOOR_FRONT_DOOR_OUTLINED)
    help_icon = ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED
    give = (
        icon_button(look, help_icon, "บันทึกความช่วยเหลือ", nothing, outlined=True)
        if look.phone
        else outline_button(look, "บันทึกความช่วยเหลือ", nothing, icon=help_icon, main=True)
    )
    way = quiet_button(look, "นำทางไปบ้าน", nothing, icon=ft.Icons.NEAR_ME_OUTLINED, main=True)
    bottom = action_bar(look, start, left=[way], beside=[give])
    file_view = ft.Column([head, tabs(look, parts, tab, set_tab), body, bottom], spacing=0, expand=True)
    if look.wide:
        listed = [household_row(look, line, nothing, selected=line.number == "47/2", compact=True) for line in RESULTS]
        left = pane(look, [group(look, listed, inset=row_inset(look, compact=True))], padding=8)
        file_view = ft.Column([two_panes(look, left, file_view, left_width=328)], expand=True)
    return shell(look, file_view, selected="search", on_select=nothing, pushed=True)


@ft.component
def Visit() -> ft.Control:
    look = use_look()
    step, set_step = ft.use_state(1)
    decided, set_decided = ft.use_state({0: "stay", 4: "moved"})
    states = {"stay": stayed(look), "moved": Status("ย้ายออก มี.ค. 2566", "attention", MOVED)}

    def member(index: int, person: PersonLine) -> ft.Container:
        def decide(answer: str) -> None:
            kept = {key: value for key, value in decided.items() if key != index}
            set_decided({**kept, index: answer} if answer else kept)

        line = RosterLine(person.age, person.name, person.detail.split(" · ")[0], person.detail,
                          states.get(decided.get(index, "")))  # fmt: skip
        answers = RosterAnswers(lambda: decide("stay"), lambda: decide("moved"), nothing, nothing, lambda: decide(""))
        return roster_row(look, line, answers)

    rest = [index for index in range(len(MEMBERS)) if index not in decided]
    everyone = tonal_button(
        look, f"ที่เหลืออีก {len(rest)} คน ยังอยู่ครบ", lambda: set_decided({**dict.fromkeys(rest, "stay"), **decided}),
        icon=ft.Icons.DONE_ALL_ROUNDED,
    )  # fmt: skip
    title = ft.Column([heading(look, "ใครอยู่บ้านนี้"), muted(look, "ถามทีละคน หรือกดครั้งเดียวถ้าที่เหลืออยู่ครบ")], spacing=0)
    title.expand = None if look.phone else True
    top: list[ft.Control] = [title, everyone] if look.phone else [ft.Row([title, everyone], spacing=16)]
    rows = [member(index, person) for index, person in enumerate(MEMBERS)]
    body = pane(look, [*top, group(look, rows, inset=roster_inset(look))])
    size: BadgeSize | None = "number" if look.phone else None
    bar: ft.Control = household_bar(look, number="47/2", head="นายบุญมี ใจคำ", place="บ้านดอนแก้ว หมู่ 4", task="เยี่ยมบ้าน",
                        badge=badge(look, size=size), on_back=nothing)  # fmt: skip
    if not look.wide:
        bar = ft.Column([bar, StepBar(STEPS, step, set_step, title="เยี่ยมบ้าน 24 พ.ค. 2566")], spacing=0)
    side = step_list(look, STEPS, step, set_step, title="เยี่ยมบ้าน 24 พ.ค. 2566", note="ทำขั้นไหนก่อนก็ได้ ข้ามได้",
                     saved="บันทึกในเครื่องแล้ว 10.06 น.")  # fmt: skip
    go = main_action(look, "ต่อไป: ปัญหา", nothing, trailing=ft.Icons.ARROW_FORWARD_ROUNDED)
    back = quiet_button(look, "ก่อนหน้า", nothing, icon=ft.Icons.ARROW_BACK_ROUNDED, main=True)
    skip = quiet_button(look, "ข้ามขั้นนี้", nothing, main=True)
    before = (
        icon_button(look, ft.Icons.ARROW_BACK_ROUNDED, "ก่อนหน้า", nothing, outlined=True)
        if look.large
        else outline_button(look, "ก่อนหน้า", nothing, main=True)
    )
    bottom = action_bar(look, go, left=[back], beside=[before] if look.phone else [skip])
    return focus_shell(look, bar, body, bottom=bottom, side=side)


@ft.component
def Exchange() -> ft.Control:
    look = use_look()
    stored = Status("เก็บแล้ว 4 จาก 4", "good", ft.Icons.DONE_ALL_ROUNDED)
    waiting = Status("เก็บแล้ว 3 · รอเลือกค่า", "attention", ft.Icons.CALL_SPLIT_ROUNDED)
    rows = [
        household_row(look, HouseholdLine("47/2", "นายบุญมี ใจคำ", "เยี่ยม 1 · สมาชิก 2 · 4ท 1", state=stored), nothing),
        household_row(look, HouseholdLine("88", "นายปั๋น ใจคำ", "อาชีพ รายได้ ไม่ตรงกับวิชัย", state=waiting), nothing),
    ]
    again = primary_button(look, "รับส่งอีกครั้ง", nothing, icon=ft.Icons.SYNC_ROUNDED, expand=True)
    done = banner(look, "รับส่งเสร็จแล้ว 14.32 น.", tone="good", icon=ft.Icons.CHECK_CIRCLE_ROUNDED,
                  detail="ใช้เวลา 8 วินาที · ข้อมูลตรงกับสำนักงาน")  # fmt: skip
    running = ft.Column(
        [text(look, "ส่งแล้ว 7 จาก 12", weight=600), progress_bar(look, 7 / 12, name="ส่งแล้ว 7 จาก 12")], spacing=6
    )
    blocks = [done, running, ft.Row([again]), section(look, "ใบรับรายครัวเรือน", note="5 ครัวเรือน")]
    blocks += [group(look, rows, inset=row_inset(look)), state_word(look, stored)]
    head = page_head(look, "รับส่งข้อมูล", badge=badge(look, SENT), note="ส่งงานของฉัน และรับงานของทีมอื่น")
    return shell(look, ft.Column([head, pane(look, blocks)], spacing=0, expand=True), selected="exchange",
                 on_select=nothing)  # fmt: skip


@ft.component
def Empty() -> ft.Control:
    look = use_look()
    full = banner(look, "เก็บรูปเพิ่มไม่ได้ พื้นที่ในเครื่องเต็ม", tone="danger", icon=ft.Icons.SD_CARD_ALERT_OUTLINED,
                  detail="ข้อความที่เขียนยังเก็บได้ครบ ลบแอปหรือรูปอื่นก่อนถ่ายใหม่",
                  action=quiet_button(look, "ดูพื้นที่", nothing))  # fmt: skip
    add = primary_button(look, "เพิ่มครัวเรือนที่ตกหล่น", nothing, icon=ft.Icons.ADD_HOME_OUTLINED)
    again = quiet_button(look, "ล้างตัวกรอง 2 ข้อแล้วค้นใหม่", nothing, icon=ft.Icons.FILTER_ALT_OFF_OUTLINED)
    none = empty(look, "ไม่พบ “บุญมา ใจเย็น” ในเครื่องนี้",
                 detail="ค้นแล้ว 1,284 ครัวเรือนใน ต.แม่ใส และ ต.บ้านสาง ลองพิมพ์ชื่ออย่างเดียว เลขที่บ้าน หรือเบอร์โทร",
                 actions=[add, again])  # fmt: skip
    near = [household_row(look, line, nothing) for line in RESULTS[:2]]
    blocks = [full, none, section(look, "ชื่อใกล้เคียง"), group(look, near, inset=row_inset(look))]
    head = page_head(look, "ค้นหาครัวเรือน", badge=badge(look))
    return shell(look, ft.Column([head, pane(look, blocks)], spacing=0, expand=True), selected="search",
                 on_select=nothing)  # fmt: skip
