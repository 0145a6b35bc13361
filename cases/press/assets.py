"""Where templates, stylesheets and typefaces are; found once, given to the engine."""

from dataclasses import dataclass
from pathlib import Path

from cases.press.workshop import Workshop, workshop


@dataclass(frozen=True)
class Assets:
    """The folders that whatever is printed is made from."""

    templates: Path
    stylesheets: Path
    packages: Path

    @classmethod
    def under(cls, directory: Path) -> "Assets":
        """Return the assets of a checkout: its templates/, static/ and node_modules/."""
        return cls(
            templates=directory / "templates" / "letters",
            stylesheets=directory / "static" / "letters",
            packages=directory / "node_modules",
        )

    @property
    def workshop(self) -> Workshop:
        """The parts this process keeps ready for these assets."""
        return workshop(self.templates, self.stylesheets, self.packages)
