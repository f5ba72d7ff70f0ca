"""An empty ledger with our headings and one invented row, for offices that keep none of their own yet."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from quanheng.register.importing.ledger import Ledger

REQUIRED = "（必填）"
WIDTH = 18


def empty_sheet(ledger: type[Ledger]) -> bytes:
    """A workbook. The row that shows how is to be deleted before it is sent."""
    book = Workbook()
    sheet = book.active
    columns = [column for column in ledger.columns if not column.rare]
    sheet.append([column.called[0] + (REQUIRED if column.required else "") for column in columns])
    sheet.append([ledger.example.get(column.name, "") for column in columns])
    for at, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = WIDTH
    sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()
