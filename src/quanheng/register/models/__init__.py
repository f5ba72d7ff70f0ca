from quanheng.register.models.bulk_job import BulkJob, BulkRow
from quanheng.register.models.counts import DueCount, InstrumentCount, PlaceCount, ReplacementDay, ReplacementLevel
from quanheng.register.models.document import Document, DocumentWithdrawal
from quanheng.register.models.event import InstrumentEvent
from quanheng.register.models.former_area import FormerArea
from quanheng.register.models.identity_check import IdentityCheck, IdentityDecision
from quanheng.register.models.import_job import ImportChange, ImportFault, ImportJob
from quanheng.register.models.instrument import PRICE_SCALES, Instrument, Kind
from quanheng.register.models.layout import Entrance, SignCheck, SignKind
from quanheng.register.models.licence import Licence, LicenceKind
from quanheng.register.models.notice import Notice, ReminderRun
from quanheng.register.models.organisation import Organisation
from quanheng.register.models.places import Place, PlaceKind, Region, RegionName, SellingArea, Stall
from quanheng.register.models.stall_operator import StallOperator
from quanheng.register.models.state import InstrumentState
from quanheng.register.models.training import TrainingRecord
from quanheng.register.models.verification import Verification, VerificationReading

__all__ = [
    "PRICE_SCALES",
    "BulkJob",
    "BulkRow",
    "Document",
    "DocumentWithdrawal",
    "DueCount",
    "Entrance",
    "FormerArea",
    "IdentityCheck",
    "IdentityDecision",
    "ImportChange",
    "ImportFault",
    "ImportJob",
    "Instrument",
    "InstrumentCount",
    "InstrumentEvent",
    "InstrumentState",
    "Kind",
    "Licence",
    "LicenceKind",
    "Notice",
    "Organisation",
    "Place",
    "PlaceCount",
    "PlaceKind",
    "Region",
    "RegionName",
    "ReminderRun",
    "ReplacementDay",
    "ReplacementLevel",
    "SellingArea",
    "SignCheck",
    "SignKind",
    "Stall",
    "StallOperator",
    "TrainingRecord",
    "Verification",
    "VerificationReading",
]
