"""Arguments that several commands take."""

from typing import Annotated

import typer


def _not_blank(text: str) -> str:
    """The ledger keeps the reason: an empty one says nothing."""
    if not text.strip():
        raise typer.BadParameter("say why: the ledger keeps the reason")
    return text.strip()


WHY_HELP = "The reason, for the ledger. No personal data."
Load = Annotated[str, typer.Argument(help="A load's id, or its first characters.", show_default=False)]
Why = Annotated[str, typer.Option(help=WHY_HELP, callback=_not_blank)]
