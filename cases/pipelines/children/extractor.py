"""Writes some pages of a working copy into a file of their own: the `pages`, in their order."""

import os

import pikepdf

from cases.pipelines.children import doors


def main() -> None:
    """Shut the doors, look, answer."""
    if not doors.shut_doors():
        doors.say({"fault": "no_wall"})
        return
    asked = doors.asked()
    with (
        os.fdopen(0, "rb", closefd=False) as source,
        pikepdf.open(source, suppress_warnings=True) as whole,
        pikepdf.new() as part,
        os.fdopen(asked["output"], "wb", closefd=False) as output,
    ):
        for number in asked["pages"]:
            part.pages.append(whole.pages[number - 1])
        part.save(
            output, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
        )
    doors.say({"pages": len(asked["pages"])})


if __name__ == "__main__":
    main()
