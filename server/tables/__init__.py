"""Server-only tables, on their own MetaData. Every one that grows carries the district first in its key."""

from server.tables.audit import AuditEntry, AuditHead, LastProof
from server.tables.base import ServerTable
from server.tables.device import Device, DeviceArea, DeviceKey
from server.tables.draft import DraftPassing, HeldDraft
from server.tables.feed import District, FeedEntry, FeedHead, ServerState, VillageDigest
from server.tables.hand_on import AgencyKey, HandOn
from server.tables.household import HouseholdLine, HouseholdLines
from server.tables.job import Job, StoredFile, StoredFilePart
from server.tables.lists import (
    EditedTable,
    ImportBatch,
    ImportCase,
    ImportChange,
    KnownDictionary,
    StoredDataset,
    TableVersion,
)
from server.tables.log import LoggedOperation, LoggedRun
from server.tables.officer import (
    ConsoleSession,
    EnrolmentCode,
    OfficerAccount,
    OfficerArea,
    RecoveryEscrow,
    SignInTry,
)
from server.tables.pivot import SavedPivot
from server.tables.review import DuplicatePair, ReviewMark
from server.tables.snapshot import SnapshotPart, StoredSnapshot
from server.tables.subject import SubjectRequest

__all__ = [
    "AgencyKey",
    "AuditEntry",
    "AuditHead",
    "ConsoleSession",
    "Device",
    "DeviceArea",
    "DeviceKey",
    "District",
    "DraftPassing",
    "DuplicatePair",
    "EditedTable",
    "EnrolmentCode",
    "FeedEntry",
    "FeedHead",
    "HandOn",
    "HeldDraft",
    "HouseholdLine",
    "HouseholdLines",
    "ImportBatch",
    "ImportCase",
    "ImportChange",
    "Job",
    "KnownDictionary",
    "LastProof",
    "LoggedOperation",
    "LoggedRun",
    "OfficerAccount",
    "OfficerArea",
    "RecoveryEscrow",
    "ReviewMark",
    "SavedPivot",
    "ServerState",
    "ServerTable",
    "SignInTry",
    "SnapshotPart",
    "StoredDataset",
    "StoredFile",
    "StoredFilePart",
    "StoredSnapshot",
    "SubjectRequest",
    "TableVersion",
    "VillageDigest",
]
