"""The header of a delivery, compared by name with what the feed knows."""

from collections.abc import Sequence

from centricity.errors import Refusal
from centricity.formats.file_formats import Format
from centricity.formats.layout import Layout

OTHER_DELIVERY = "Ask for the agreed columns, or adapt the feed."


def added_columns(header: Sequence[str], layout: Layout[Format], where: str = "line 1") -> list[str]:
    """The columns that the feed does not know and leaves out.

    Args:
        header: the names in the file.
        layout: what the file should be.
        where: where the header stands.

    Raises:
        Refusal: `duplicate_column`, `header_mismatch`, `missing_column` or `unknown_column`.
    """
    missing = sorted(layout.file_columns - set(header))
    added = sorted(set(header) - layout.file_columns)
    # One that is not read may repeat: nobody asks which of them is meant.
    twice = sorted(name for name in layout.mapped_columns if header.count(name) > 1)
    if twice:
        said = f"A column that the feed reads occurs twice in the header: {', '.join(twice)}."
        raise Refusal("duplicate_column", said, OTHER_DELIVERY, where)
    # The names of unexpected columns are not repeated: what stands there may be a row with a person in it.
    if missing and added:
        said = f"{len(added)} unexpected columns; missing: {', '.join(missing)}."
        raise Refusal("header_mismatch", said, OTHER_DELIVERY, where)
    if missing:
        raise Refusal("missing_column", f"Missing: {', '.join(missing)}.", OTHER_DELIVERY, where)
    if added and layout.format.added_columns == "reject":
        raise Refusal("unknown_column", f"{len(added)} columns that the feed does not know.", where=where)
    return added
