"""Server-only tables, on their own MetaData. Every one that grows carries the district first in its key."""

from server.tables.audit import AuditEntry, AuditHead
from server.tables.base import ServerTable
from server.tables.device import Device, DeviceKey
from server.tables.feed import District, FeedEntry, FeedHead, ServerState, VillageDigest
from server.tables.job import Job, StoredFile, StoredFilePart
from server.tables.lists import EditedTable, ImportBatch, StoredDataset
from server.tables.log import LoggedOperation, LoggedRun
from server.tables.officer import ConsoleSession, EnrolmentCode, OfficerAccount, OfficerArea, RecoveryEscrow
from server.tables.review import DuplicatePair, ReviewMark
from server.tables.snapshot import SnapshotPart, StoredSnapshot

__all__ = [
    "AuditEntry",
    "AuditHead",
    "ConsoleSession",
    "Device",
    "DeviceKey",
    "District",
    "DuplicatePair",
    "EditedTable",
    "EnrolmentCode",
    "FeedEntry",
    "FeedHead",
    "ImportBatch",
    "Job",
    "LoggedOperation",
    "LoggedRun",
    "OfficerAccount",
    "OfficerArea",
    "RecoveryEscrow",
    "ReviewMark",
    "ServerState",
    "ServerTable",
    "SnapshotPart",
    "StoredDataset",
    "StoredFile",
    "StoredFilePart",
    "StoredSnapshot",
    "VillageDigest",
]
