"""How much is read of one input. The first three are the contract's; the others keep a hostile file cheap."""

from __future__ import annotations

MIB = 2**20
MOST_FILE_BYTES = 25 * MIB
MOST_UNPACKED_BYTES = 100 * MIB
MOST_ROWS = 200_000  # with content, a sheet
MOST_COLUMNS = 500  # with content, a sheet: a week of ten-period days needs a tenth of it
MOST_ELEMENTS = 6_000_000  # of XML, a sheet: 200,000 rows of a dozen cells have five million
MOST_MERGED_CELLS = 200_000  # a sheet: a few titles across every column that Excel has, or a column merged all the way
MOST_LINES = 1_048_576  # of a .csv, with the blank ones: as many rows as a sheet of Excel has
MOST_TREE_ELEMENTS = 500_000  # of XML, a part that is held in memory as a whole
MOST_ENTRIES = 2_000  # parts of a .xlsx or files of a .zip
MOST_FILES = 500  # of a folder
MOST_RATIO = 100  # unpacked to packed: honest workbooks have 7 to 13, a bomb 300 and more
RATIO_COUNTS_FROM = 4 * MIB  # below that size even a bomb is harmless
MOST_CHARACTERS_OF_ID = 100  # of an id or a label, by Unicode NFKC
MOST_CHARACTERS_OF_CELL = 2_000  # of any other cell
