"""Arguments that several commands take."""

import typer


def not_blank(text: str) -> str:
    """A reason is written to the ledger: an empty one says nothing."""
    if not text.strip():
        raise typer.BadParameter("say why: the ledger keeps the reason")
    return text.strip()
