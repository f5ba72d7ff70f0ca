"""An empty delivery list with our headings and one invented row."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from quanheng.register.making.delivery_row import FIELDS

EXAMPLE = {
    "model": "ACS-15",
    "serial": "A0001",
    "intervals": "15kg/5g",
    "accuracy_class": "III",
    "type_approval_number": "2026F000-00",
    "production_code": "SC00000001",
    "repair_code": "WX00000001",
    "produced_on": "2026-03-01",
}
WIDTH = 18


def empty_sheet() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append([one.heading + ("（必填）" if one.must else "") for one in FIELDS])
    sheet.append([EXAMPLE.get(one.name, "") for one in FIELDS])
    for at, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = WIDTH
    sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()
