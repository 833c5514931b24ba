"""What to say of files of a build that are gone, or are not what was published."""

from pathlib import Path

from centricity.errors import CentricityError


def damaged_build(folder: Path, *names: str) -> CentricityError:
    """The error to raise of these files of a build."""
    return CentricityError(
        "damaged_build",
        f"Gone or damaged: {', '.join(names)}. No load is lost.",
        f"Delete the folder {folder} and run `centricity run`: the current build is made again.",
        str(folder),
    )
