"""The rules of the house, asked of source text alone: `ast` in, faults in words out.

A rule takes a `Source` and yields what is wrong with it. Rooms and their floors are a table; a
new room needs a floor before it may be entered.
"""

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEIGHT_BY_APP = {"cases": 0, "reviews": 1, "imrportal": 2}
# From the ground up; on each floor the rooms of the file, of the judgement, of the site.
FLOORS = tuple(
    set(rooms.split())
    for rooms in (
        "__init__ errors statemachine signals characters roles",
        "notices lifecycle deadlines eligibility duplicates packets bundles press queries intake "
        "casefiles taxonomy logos matching conflicts checks evidence guidelines letters "
        "completeness wordcraft expected fees",
        "models",
        "access audit blobs noticequeues book pagesearch search queues timeline pipelines entries "
        "rulebook derivations duedates counts nextsteps precedents reports freezing credentials "
        "candidates drafts standing workbench revisions health attempts backends links mail "
        "wordforms passwords logs staticfiles findings passages casedates messages risks "
        "consolidations ledger endings silences latecomers coverage sorting radar library",
        "tasks",
        "actions sessions",
        "forms receivers templatetags typed middleware",
        "views",
        "urls apps management migrations demonstration",
    )
)
ENGINES = 1
WIRING = {"__init__", "apps", "celery", "checks", "context", "settings", "urls", "wsgi"}
FLOOR_BY_ROOM = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base", "logic", "manager", "services"}
CLOCKS = re.compile(r"^(datetime|date|timezone)\.(now|utcnow|today|localdate|localtime)$")
OF_DJANGO_FOR_ENGINES = ("django.template", "django.utils.html", "django.utils.safestring")


@dataclass(frozen=True)
class Source:
    """One Python file of the project, by its path from the root."""

    path: str
    text: str

    @functools.cached_property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return ast.parse(self.text)

    @property
    def module(self) -> str:
        """The dotted name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def is_migration(self) -> bool:
        """Whether it is one of the generated kind."""
        return "/migrations/" in self.path


def place_of(module: str) -> tuple[int, int] | None:
    """Return an app's height and a room's floor; None for what is no room of the house."""
    app, _, rest = module.partition(".")
    room = rest.split(".")[0] or "__init__"
    if app != "imrportal":
        return _on_floor(app, room)
    if room == "servers":
        return (0, 0)
    if room == "accounts":
        return _on_floor(app, rest.partition(".")[2].split(".")[0] or "__init__")
    return (HEIGHT_BY_APP[app], len(FLOORS)) if room in WIRING else _on_floor(app, room)


def _on_floor(app: str, room: str) -> tuple[int, int] | None:
    is_known = app in HEIGHT_BY_APP and room in FLOOR_BY_ROOM
    return (HEIGHT_BY_APP[app], FLOOR_BY_ROOM[room]) if is_known else None


def imports_of(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    """Yield each import with every module that it may mean."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = "." * node.level + (node.module or "")
            yield from ((node, f"{package}.{alias.name}") for alias in node.names)


def every_room_has_a_floor(source: Source) -> Iterator[str]:
    if place_of(source.module) is None and source.path != "manage.py":
        yield "the room has no floor"


def names_say_what_is_inside(source: Source) -> Iterator[str]:
    yield from (f"{n} says nothing" for n in source.module.split(".") if n in FORBIDDEN_NAMES)


def imports_go_down(source: Source) -> Iterator[str]:
    here = place_of(source.module)
    if here is None:
        return
    for node, name in imports_of(source):
        if name.startswith("."):
            yield f"line {node.lineno}: {name} is relative"
            continue
        there = place_of(name)
        if there and (there[0] > here[0] or there[1] > here[1]):
            yield f"line {node.lineno}: {name} is above"


def imports_are_not_hidden(source: Source) -> Iterator[str]:
    if source.path == "manage.py":
        return
    for call in (node for node in ast.walk(source.tree) if isinstance(node, ast.Call)):
        if ast.unparse(call.func).rpartition(".")[2] in ("import_module", "__import__"):
            yield f"line {call.lineno}: an import by name"
    for function in ast.walk(source.tree):
        is_ready = source.path.endswith("apps.py") and getattr(function, "name", "") == "ready"
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and not is_ready:
            inside = ast.walk(function)
            hidden = (n for n in inside if isinstance(n, ast.Import | ast.ImportFrom))
            yield from (f"line {n.lineno}: an import inside {function.name}" for n in hidden)


def engines_are_pure(source: Source) -> Iterator[str]:
    place = place_of(source.module)
    if place is None or place[1] > ENGINES or source.module.startswith("imrportal"):
        return
    for node, name in imports_of(source):
        is_ours = name in ("django.db.models.TextChoices", "django.dispatch.Signal")
        is_harmless = is_ours or name.startswith(OF_DJANGO_FOR_ENGINES)
        if name.split(".")[0] in ("django", "celery", "time") and not is_harmless:
            yield f"line {node.lineno}: an engine imports {name}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and CLOCKS.match(ast.unparse(node)):
            yield f"line {node.lineno}: an engine reads the clock"


def the_file_has_not_heard_of_the_judgement(source: Source) -> Iterator[str]:
    if not source.module.startswith("cases"):
        return
    names = "|".join(sorted(_reverse_names()))
    is_path = re.compile(rf"^-?(\w+__)*({names})(__\w+)*$").match
    is_spelled = re.compile(rf"\breviews[.:_]\w|^reviews$|__({names})\b|\b({names})__").search
    has_rows = (place_of(source.module) or (0, 9))[1] > ENGINES
    docstrings = {id(node) for node in _docstrings(source.tree)}
    paths = {id(node) for node in _lookups(source.tree)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.keyword):
            word = node.attr if isinstance(node, ast.Attribute) else node.arg or ""
            is_attribute = isinstance(node, ast.Attribute) and has_rows
            is_named = is_path(word) if is_attribute else is_spelled(word)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            word = "" if id(node) in docstrings else node.value
            is_named = is_spelled(word) or (id(node) in paths and is_path(word))
        else:
            continue
        if is_named:
            yield f"line {getattr(node, 'lineno', '?')}: “{word}” is a name of the judgement"


LOOKUPS = {"prefetch_related", "select_related", "order_by", "values", "values_list", "only"}
LOOKUPS |= {"F", "Q", "OuterRef", "Prefetch", "Count", "Exists", "getattr", "defer", "distinct"}


def _lookups(tree: ast.Module) -> Iterator[ast.expr]:
    """The arguments that Django reads as the path of a relation."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if ast.unparse(call.func).rpartition(".")[2] in LOOKUPS:
            yield from call.args


@functools.cache
def _reverse_names() -> frozenset[str]:
    """The names that the tables of `reviews` give to rows of `cases` and of accounts."""
    names = set()
    for path in (ROOT / "reviews/models").glob("*.py"):
        tree = ast.parse(path.read_text())
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        for call in calls:
            target = ast.unparse(call.args[0]) if call.args else ""
            is_below = re.match(r"^(Case|DisputedService|settings\.|['\"]cases\.)", target)
            given = {k.arg: k.value for k in call.keywords}.get("related_name")
            if is_below and isinstance(given, ast.Constant) and given.value != "+":
                names.add(given.value)
    return frozenset(names)


def every_file_has_its_sign(source: Source) -> Iterator[str]:
    is_empty = source.path.endswith("__init__.py") and not source.text.strip()
    if not (is_empty or source.is_migration or ast.get_docstring(source.tree)):
        yield "no module docstring"


def files_stay_small(source: Source) -> Iterator[str]:
    lines = source.text.count("\n")
    if lines > 400 and not source.is_migration:
        yield f"{lines} lines"


def functions_stay_small(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.body[0].lineno + 1
            if lines > 40:
                yield f"line {node.lineno}: {node.name} has {lines} lines"


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            yield from [body[0].value]
