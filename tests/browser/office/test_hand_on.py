"""Handing on in a browser: a file with its purpose, its passphrase once, and a key for an agency's program."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from stream_unzip import stream_unzip

from tests.browser.office.looking import go_to, looks_right
from tests.builders import Office

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:PBKDF2 without:DeprecationWarning"),  # the zip's own format says how
]
AGENCY = "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดพะเยา"


def test_a_file_is_made_for_an_agency_and_opened_by_the_passphrase_told_apart(page: Page, tmp_path: Path) -> None:
    go_to(page, "แลกข้อมูลหน่วยงาน")
    looks_right(page, "hand-on-register-before")
    page.get_by_role("link", name="ทำแฟ้มส่งมอบ").click()
    page.get_by_label("ผู้รับ", exact=True).fill(AGENCY)
    page.get_by_label("เลขที่หนังสือ ถ้ามี").fill("พย 0018/566")
    page.get_by_label("วัตถุประสงค์", exact=True).select_option(label="ช่วยเหลือตามภารกิจของหน่วยงาน")
    page.get_by_label("จะเอาไปทำอะไร").fill("ซ่อมบ้านและปรับสภาพที่อยู่อาศัยให้ครัวเรือนที่ตกเกณฑ์ความเป็นอยู่")
    page.get_by_label("พื้นที่").select_option(label="แม่ต๋ำ")
    page.get_by_label("เลขประจำตัวประชาชน").check()
    looks_right(page, "hand-on-new")
    page.get_by_role("button", name="ทำแฟ้มส่งมอบ").click()
    expect(page.get_by_role("heading", name="แฟ้มส่งมอบเลขที่")).to_be_visible(timeout=60_000)
    looks_right(page, "hand-on-file")
    page.get_by_role("button", name="แสดงรหัสผ่าน").click()
    passphrase = page.locator(".code").inner_text()
    looks_right(page, "hand-on-passphrase")
    with page.expect_download() as download:
        page.get_by_role("link", name="ดาวน์โหลด zip").click()
    download.value.save_as(tmp_path / "handed.zip")
    members = stream_unzip([(tmp_path / "handed.zip").read_bytes()], password=passphrase.encode())
    content = {name: b"".join(chunks).decode() for name, _size, chunks in members}
    lines = content[b"list.txt"].splitlines()
    assert "CITIZEN_ID" in lines[0]
    assert len(lines) > 50
    page.get_by_role("link", name="แลกข้อมูลหน่วยงาน").last.click()
    expect(page.get_by_role("row", name=AGENCY).first).to_contain_text("แม่ต๋ำ")
    looks_right(page, "hand-on-register")


def test_a_key_is_made_reads_and_is_revoked(page: Page, office: Office) -> None:
    go_to(page, "แลกข้อมูลหน่วยงาน")
    page.get_by_role("link", name="กุญแจของหน่วยงาน").click()
    page.get_by_role("link", name="ออกกุญแจใหม่").click()
    page.get_by_label("หน่วยงาน", exact=True).fill("โรงพยาบาลพะเยา")
    page.get_by_label("วัตถุประสงค์", exact=True).select_option(label="ช่วยเหลือตามภารกิจของหน่วยงาน")
    page.get_by_label("จะเอาไปทำอะไร").fill("เยี่ยมผู้ป่วยติดเตียง")
    page.get_by_label("พื้นที่").select_option(label="แม่ต๋ำ")
    page.get_by_label("คำนำหน้า ชื่อ นามสกุล").check()
    looks_right(page, "hand-on-key-new")
    page.get_by_role("button", name="ออกกุญแจ").click()
    token = page.get_by_label("รหัสกุญแจ").input_value()
    looks_right(page, "hand-on-key")
    asked = {"authorization": f"Bearer {token}"}
    read = httpx.get(f"{office.url}/api/v1/persons", headers=asked, params={"limit": 5}).json()
    assert len(read["items"]) == 5
    page.get_by_role("link", name="กุญแจของหน่วยงาน").first.click()
    row = page.get_by_role("row", name=re.compile(token.split("_")[2]))
    expect(row).not_to_contain_text("ยังไม่เคย")
    looks_right(page, "hand-on-keys")
    row.get_by_role("link", name="ยกเลิกกุญแจ").click()
    looks_right(page, "hand-on-revoke")
    page.get_by_role("button", name="ยกเลิกกุญแจ").click()
    expect(page.get_by_role("row", name=re.compile(token.split("_")[2]))).to_contain_text("ยกเลิกแล้ว")
    assert httpx.get(f"{office.url}/api/v1/persons", headers=asked).status_code == 401


def test_the_guide_reads_in_both_languages(page: Page) -> None:
    go_to(page, "แลกข้อมูลหน่วยงาน")
    page.get_by_role("link", name="คู่มือสำหรับหน่วยงาน").click()
    expect(page.get_by_role("heading", name="คู่มือสำหรับหน่วยงาน")).to_be_visible()
    looks_right(page, "hand-on-guide")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Guide for agencies")).to_be_visible()
    looks_right(page, "hand-on-guide-en")
