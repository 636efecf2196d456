"""The office's own certificate: pinned at enrolment, and nobody else is talked to from then on."""

import os
import socket
import ssl
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func
from sqlmodel import col, select
from typer.testing import CliRunner

from field_app.config import Settings
from field_app.services import enrolment, exchange, unlock
from field_app.services.tablet import Tablet
from field_app.store.key_file import KeyFile
from field_app.sync.errors import CertificateRefused
from server.cli import cli
from server.cli.serving import OpenLine
from server.config import Settings as ServerSettings
from server.main import create_app
from server.services import certificate, districts
from server.services.certificate import AuthorityMissing
from server.services.exchanging import answer
from shared_models.errors import DomainError
from shared_models.exchange import EnrolmentRequest
from shared_models.household import Household
from shared_models.labels import error_text
from tests import warm
from tests.browser.driver import free_port
from tests.builders import PASSWORD, PIN, Office, a_household, served
from tests.databases import sqlite_url
from tests.round_trip.middle import somebody_between
from tests.round_trip.programs import Program, answers, field_app

HOST = "127.0.0.1"


@pytest.fixture(scope="module", autouse=True)
def stretching() -> None:
    """As it is: the commands enrol with codes that are made here."""


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def serving(server: Program, port: int) -> Iterator[str]:
    """`field-server serve` as a process of its own, with the certificate it finds."""
    process = warm.start(server.command("serve", "--port", str(port)), env={**os.environ, **server.environment})
    url = f"https://{HOST}:{port}"
    try:
        answers(process, url, pinned(server.data_dir))
        yield url
    finally:
        process.terminate()
        process.wait(20)


def pinned(folder: Path) -> ssl.SSLContext:
    """As a browser knows the office that was given its authority."""
    authority = certificate.authority_der(folder)
    assert authority
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.load_verify_locations(cadata=authority)
    return made


def shown(authority: Path, port: int) -> str:
    """The certificate that a connection gets, which the authority must have signed."""
    return ssl.get_server_certificate((HOST, port), ca_certs=str(authority))


def suite(folder: Path, port: int, newest: ssl.TLSVersion, offered: str = "DEFAULT") -> str:
    """The cipher suite that the server takes from somebody whose `newest` TLS is this."""
    context = pinned(folder)
    context.maximum_version = newest
    context.set_ciphers(offered)
    with socket.create_connection((HOST, port)) as line, context.wrap_socket(line, server_hostname=HOST) as secured:
        chosen = secured.cipher()
    assert chosen
    return chosen[0]


def somebody_elses(folder: Path) -> Path:
    """A certificate for the office's address, by an authority that is not the office's."""
    certificate.make(folder, [HOST], now=now())
    return certificate.server_pem(folder)


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def words(problem: DomainError) -> str:
    return " ".join(error_text(problem.code, problem.details, language) for language in ("th", "en"))


def test_the_keys_are_the_servers_alone_and_every_wrong_thing_is_told(tmp_path: Path) -> None:
    for host in ("office local", "10.1.2.3.4/8", "http://office"):
        with pytest.raises(DomainError, match="invalid_host"):
            certificate.make(tmp_path, [host], now=now())
    with pytest.raises(DomainError, match="certificate_missing"):
        certificate.make(tmp_path, [], now=now())
    made = certificate.make(tmp_path, ["Office.Local", "192.168.1.10"], now=now())
    assert (made.hosts, made.ends_soon) == (["office.local", "192.168.1.10"], False)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "tls").iterdir()}
    assert (modes["authority.pem"], modes["server.pem"]) == (0o600, 0o600)
    assert stat.S_IMODE((tmp_path / "tls").stat().st_mode) == 0o700
    assert certificate.status(tmp_path, now=now() + timedelta(days=370)).ends_soon  # type: ignore[union-attr]
    (tmp_path / "tls" / "server.pem").write_text("-----BEGIN", "ascii")
    with pytest.raises(DomainError, match=r"certificate_damaged name=server\.pem"):
        certificate.status(tmp_path, now=now())


class ByTls:
    """A server in a thread of this process, by TLS; one that does not tell its authority is like an older one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.office = Office("", sqlite_url(folder))
        certificate.make(folder, [HOST], now=now())
        with self.office.database() as database:
            database.migrate()
            with database.writing() as session:
                districts.set_up(session, "5601", password=PASSWORD, name="", now=now())

    def app(self, *, tells: bool = True) -> FastAPI:
        authority = certificate.authority_der(self.folder) if tells else None
        return create_app(
            ServerSettings(data_dir=self.folder, database_url=self.office.database_url), authority=authority
        )

    @contextmanager
    def served(self, *, tells: bool = True) -> Iterator[str]:
        with served(self.app(tells=tells), certificate=certificate.server_pem(self.folder)) as url:
            yield url

    async def tablet(self, url: str, name: str, officer_id: UUID) -> Tablet:
        settings = Settings(data_dir=self.folder / name, app_version="test")
        asked = await enrolment.ask(settings, server_url=url, code=self.office.code(officer_id))
        await enrolment.finish(settings, asked, PIN)
        return await unlock.unlock(settings, PIN)

    async def refused(self, url: str) -> str:
        """What an officer hears who enrols there."""
        settings = Settings(data_dir=self.folder / "refused", app_version="test")
        code = self.office.code(self.office.officer())
        with pytest.raises(CertificateRefused) as refused:
            await enrolment.ask(settings, server_url=url, code=code)
        assert not settings.key_file.exists()
        return words(refused.value)


@pytest.fixture
def by_tls(tmp_path: Path) -> ByTls:
    return ByTls(tmp_path)


def test_the_programs_find_each_other_by_the_pinned_authority(by_tls: ByTls) -> None:
    """As it is typed in the office: the certificate is made, served with, pinned, renewed."""
    server = Program("field-server", by_tls.folder, {"FIELD_SERVER_DATABASE_URL": by_tls.office.database_url})
    tablet, port = field_app(by_tls.folder / "tablet"), free_port()
    with serving(server, port) as url:
        tablet.answer("enrol", "--server", url, "--code", by_tls.office.code(by_tls.office.officer()))
    pinned_by_it = KeyFile.load(by_tls.folder / "tablet" / "tablet.json").authority
    assert pinned_by_it == certificate.authority_der(by_tls.folder)
    made = server.answer("certificate", "--renew")
    assert (made["hosts"], 395 <= made["days_left"] <= 397) == ([HOST], True)
    with serving(server, port):
        tablet.answer("sync")  # a renewed certificate needs nothing on the tablet
        assert suite(by_tls.folder, port, ssl.TLSVersion.TLSv1_2).endswith(
            ("GCM-SHA384", "GCM-SHA256", "CHACHA20-POLY1305")
        )
        with pytest.raises(ssl.SSLError):
            suite(by_tls.folder, port, ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES256-SHA")


def test_a_running_server_takes_a_renewed_certificate_and_no_other_authority(by_tls: ByTls) -> None:
    server = Program("field-server", by_tls.folder, {"FIELD_SERVER_DATABASE_URL": by_tls.office.database_url})
    pem, port = certificate.server_pem(by_tls.folder), free_port()

    def served_after(made: str) -> bool:
        """Whether what was made is served, from the second connection on; a senseless file is passed over before."""
        pem.write_text("-----BEGIN", "ascii")
        shown(by_tls.folder / "kept.crt", port)
        pem.write_text(made, "ascii")
        shown(by_tls.folder / "kept.crt", port)
        return shown(by_tls.folder / "kept.crt", port) in made

    copy(by_tls.folder / "tls" / "authority.crt", by_tls.folder / "kept.crt")
    with serving(server, port):
        server.answer("certificate", "--renew")
        assert served_after(pem.read_text("ascii"))
        server.answer("certificate", "--new-authority")
        assert not served_after(pem.read_text("ascii"))


def test_a_whole_network_never_gets_plain_http(tmp_path: Path) -> None:
    told = CliRunner().invoke(cli, ["--data-dir", str(tmp_path), "serve", "--host", "0.0.0.0"])
    assert isinstance(told.exception, OpenLine)
    assert "field-server certificate --host" in words(told.exception)


async def test_who_sits_between_at_the_first_contact_is_refused(by_tls: ByTls) -> None:
    """They pass on both proofs as they are, and have a certificate of their own for the address."""
    with by_tls.served() as url, somebody_between(somebody_elses(by_tls.folder / "false"), port_of(url)) as middle:
        told = await by_tls.refused(f"https://{HOST}:{middle.port}")
        assert ("ดักกลางทาง" in told, "somebody may be in between" in told) == (True, True)
        assert b"/v1/enrolments" in middle.heard
        assert b"/health" not in middle.heard


async def test_an_address_that_the_certificate_is_not_for_is_told(by_tls: ByTls) -> None:
    with by_tls.served() as url:
        told = await by_tls.refused(url.replace(HOST, "localhost"))
    assert ("ไม่ได้ออกให้ที่อยู่นี้" in told, "for another address" in told) == (True, True)


async def test_without_a_pinned_authority_the_platforms_list_decides(by_tls: ByTls) -> None:
    with by_tls.served(tells=False) as url:
        assert "no certificate of this office" in await by_tls.refused(url)


async def test_somebody_between_a_certificate_that_ran_out_and_a_lost_authority_lose_nothing(by_tls: ByTls) -> None:
    """The tablet is told why; renewing or enrolling again, and what waited is sent."""
    officer = by_tls.office.officer()
    with by_tls.served() as url:
        tablet = await by_tls.tablet(url, "tablet", officer)
    await tablet.record(a_household())
    with by_tls.served() as url, somebody_between(somebody_elses(by_tls.folder / "false"), port_of(url)) as middle:
        tablet.key_file.server_url = f"https://{HOST}:{middle.port}"
        with pytest.raises(CertificateRefused, match="authority"):
            await exchange.exchange(tablet)
        assert not middle.heard, "nothing was said to them"
    certificate.make(by_tls.folder, [], now=now() - timedelta(days=500))
    with by_tls.served() as tablet.key_file.server_url, pytest.raises(CertificateRefused) as old:
        await exchange.exchange(tablet)
    assert ("หมดอายุ" in words(old.value), "has run out" in words(old.value)) == (True, True)
    certificate.make(by_tls.folder, [], now=now())
    with by_tls.served() as tablet.key_file.server_url:
        assert (await exchange.exchange(tablet)).stored == 2
    await tablet.record(a_household(house_no="๙"))
    (by_tls.folder / "tls" / "authority.pem").unlink()
    with pytest.raises(AuthorityMissing):
        certificate.make(by_tls.folder, [], now=now())
    certificate.make(by_tls.folder, [], now=now(), anew=True)
    with by_tls.served() as tablet.key_file.server_url:
        with pytest.raises(CertificateRefused, match="authority"):
            await exchange.exchange(tablet)
        await tablet.close()
        again = await enrolment.ask(
            tablet.settings, server_url=tablet.key_file.server_url, code=by_tls.office.code(officer), pin=PIN
        )
        await enrolment.finish(tablet.settings, again, PIN)
        tablet = await unlock.unlock(tablet.settings, PIN)
        assert (await exchange.exchange(tablet)).stored == 2
    await tablet.close()


async def test_a_first_download_comes_by_the_pinned_line_too(by_tls: ByTls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "INLINE_ROWS", 3)
    officer = by_tls.office.officer()
    with by_tls.served() as url:
        first, second = [await by_tls.tablet(url, name, officer) for name in ("first", "second")]
        for number in range(4):
            await first.record(a_household(house_no=f"๑/{number}"))
        await exchange.exchange(first)
        summary = await exchange.exchange(second)
        assert summary.file_size > 0
        count = select(func.count(col(Household.id)))
        assert await second.database.read(lambda session: session.exec(count).one()) == 4
        await first.close()
        await second.close()


def test_a_request_that_pins_nothing_is_refused_by_an_office_with_an_authority(by_tls: ByTls) -> None:
    asked = EnrolmentRequest(lookup="ABCD", signing_public=b"s" * 32, sealing_public=b"e" * 32, mac=b"m" * 32)
    with by_tls.served() as url:
        told = httpx.post(f"{url}/v1/enrolments", content=asked.to_bytes(), verify=pinned(by_tls.folder))
    assert (told.status_code, told.json()["code"]) == (422, "tablet_too_old")


def test_the_offices_pages_ask_for_tls_ever_after_and_say_when_it_ends(by_tls: ByTls) -> None:
    with by_tls.served() as url, httpx.Client(verify=pinned(by_tls.folder)) as browser:
        assert browser.get(f"{url}/sign-in").headers["strict-transport-security"] == "max-age=31536000"
        fields = {"username": "supervisor5601", "password": PASSWORD}
        cookies = browser.post(f"{url}/sign-in", data=fields).headers.get_list("set-cookie")
        assert ["secure" in cookie.lower() for cookie in cookies] == [True]
        assert "certificate --renew" not in browser.get(f"{url}/").text
        certificate.make(by_tls.folder, [], now=now() - timedelta(days=380))
        told = [browser.get(f"{url}{page}").text for page in ("/", "/settings")]
    assert ["หมดอายุใน 16 วัน" in page and "certificate --renew" in page for page in told] == [True, True]
