"""Every address asked by everyone: closed unless opened, and a look changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from imrportal.accounts.models import User
from reviews.models import Licence
from tests.access_table import PAGES, Page
from tests.leak_oracle import leaks
from tests.world import ACTORS, ANONYMOUS, REVIEWERS, World, make_people, make_world

pytestmark = pytest.mark.django_db
LET_IN = {200, 204, 302, 303, 400, 410, 422}
OF_ONE_CASE = {
    "record_id",
    "page_key",
    "service_id",
    "offer_id",
    "letter_id",
    "delivery_id",
    "party_id",
}
LET_IN |= {503}  # the health page's, without a worker
UNSTABLE = {"django_session", "django_migrations", "cases_auditevent", "cases_auditseal"}
UNSTABLE |= {"cases_audithead"}


def patterns(
    resolver: URLResolver, names: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below a resolver with its full name."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, (*names, each.namespace) if each.namespace else names)
        else:
            yield ":".join([*names, each.name or str(each.pattern)]), each


def by_name(found: Iterator[tuple[str, URLPattern]]) -> dict[str, URLPattern]:
    """The patterns by name; a second one of a name is called after its last argument too."""
    named: dict[str, URLPattern] = {}
    for name, pattern in found:
        last = list(pattern.pattern.converters)[-1:]
        named[" ".join([name, *last]) if name in named else name] = pattern
    return named


PATTERNS = by_name(patterns(get_resolver()))


def address(name: str, world: World) -> str:
    """The address of a page about the world's case."""
    needed = PATTERNS[name].pattern.converters
    arguments = {key: world.arguments[key] for key in needed}
    return reverse(name.split(" ")[0], kwargs=arguments)


@dataclass(frozen=True)
class Made:
    """The worlds of one stage, everybody's cookies and a digest of every row, made once."""

    worlds: list[World]
    cookies: dict[str, SimpleCookie[str]]
    rows: str

    def clients(self) -> dict[str, Client]:
        """A signed-in client for every actor; they answer 500 where a view fails."""
        found = {actor: Client(raise_request_exception=False) for actor in ACTORS}
        for actor, cookies in self.cookies.items():
            found[actor].cookies = SimpleCookie(cookies.output(header="", sep=";"))
        return found


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest, django_db_setup, django_db_blocker) -> Iterator[Made]:
    """What the tests of a stage only look at: their requests are undone, and so is this."""
    stage, _, cases = request.param.partition(" ")
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        people = make_people()
        worlds = [make_world(stage, people) for _ in range(int(cases))]
        yield Made(worlds, {actor: cookies_of(people[actor]) for actor in ACTORS[1:]}, everything())
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def cookies_of(person: User) -> SimpleCookie[str]:
    """What a signed-in browser sends."""
    client = Client()
    client.force_login(person)
    return client.cookies


def of_every_stage(pages: list[Page], cases: int) -> pytest.MarkDecorator:
    """Each page with the worlds of its stage, those of one stage behind each other."""
    pages = sorted(pages, key=lambda page: page.stage)
    return pytest.mark.parametrize(
        ("made", "page"),
        [(f"{page.stage} {cases}", page) for page in pages],
        ids=[f"{page.name}@{page.stage}" for page in pages],
        indirect=["made"],
        scope="module",  # of both, or `made` is made for every page
    )


def ask(
    client: Client, method: str, url: str, data: dict[str, str] | None = None, before: str = ""
) -> tuple[HttpResponse, bool]:
    """Ask, say whether anything is not as `before` (but audit and sessions), and undo it."""
    with transaction.atomic():
        written = rows_written()
        response = client.post(url, data) if method == "post" else client.get(url)
        has_changed = rows_written() != written and everything() != before
        transaction.set_rollback(True)
    return response, has_changed


def rows_written() -> int:
    """How many rows this transaction wrote so far, of every table but audit and sessions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) "
            "from pg_stat_xact_user_tables where relname <> all(%s)",
            [list(UNSTABLE)],
        )
        return cursor.fetchone()[0]


def everything() -> str:
    """A digest of every row of every table but audit and sessions."""
    tables = sorted(set(connection.introspection.table_names()) - UNSTABLE)
    rows = " || ".join(
        f"coalesce((select md5(string_agg(t::text, '|' order by t::text)) from {table} t), '')"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(f"select md5({rows})")
        return cursor.fetchone()[0]


def leaks_a_name(response: HttpResponse, actor: str, world: World) -> bool:
    """Whether the answer says who another reviewer is to somebody who may not know."""
    people = {name: person for name, person in world.people.items() if name in REVIEWERS}
    own = people.pop(actor, None)
    viewer = own or world.people.get(actor)
    if viewer and viewer.permissions & {"reviews.view_reviewer_names", "accounts.manage_users"}:
        return False
    content = b"".join(response) if response.streaming else response.content
    words = [word for person in people.values() for word in (person.full_name, person.email)]
    words += Licence.objects.filter(reviewer__user__in=people.values()).values_list(
        "number", flat=True
    )
    if content.startswith(b"%PDF"):
        return bool(leaks(content, tuple(words)))
    return any(word.encode() in content for word in words)


def wanted(page: Page, method: str, actor: str) -> str:
    """What the table says, in a word."""
    let_in = page.get if method == "get" else page.post
    if let_in is None:
        return "no such method"
    if actor == ANONYMOUS:
        return "in" if page.is_public else "sign in"
    if actor in let_in.split():
        return "in"
    if actor in page.not_now.split():
        return "not now"
    return "may not" if actor in page.may_not.split() else "not found"


def got(response: HttpResponse) -> str:
    """What the answer is, in a word."""
    sign_in = f"{reverse('accounts:sign_in')}?"
    if response.status_code == 302 and response["Location"].startswith(sign_in):
        return "sign in"
    words = {401: "sign in", 403: "may not", 404: "not found", 405: "no such method"}
    if response.status_code == 409:
        return "in" if response.request["REQUEST_METHOD"] == "POST" else "not now"
    answer = words.get(response.status_code, str(response.status_code))
    return "in" if response.status_code in LET_IN else answer


def test_every_address_is_in_the_table():
    assert set(PATTERNS) == {page.name for page in PAGES}


@of_every_stage(PAGES, cases=1)
def test_everyone_gets_exactly_what_the_table_says(made, page, settings):
    settings.VERIFY_PER_MINUTE = 100
    settings.SESSION_IDLE_SECONDS = 7200
    [world] = made.worlds
    url, people = address(page.name, world), made.clients()
    data = {name: world.arguments[name] for name in page.sends}
    faults = []
    for actor in ACTORS:
        for method in ("get", "post"):
            response, changed = ask(people[actor], method, url, data, made.rows)
            answer, should = got(response), wanted(page, method, actor)
            if answer != should and (actor, answer) != (ANONYMOUS, "sign in"):
                faults.append(
                    f"{method} by {actor}: {answer} ({response.status_code}), not {should}"
                )
            if leaks_a_name(response, actor, world):
                faults.append(f"{method} by {actor} shows who a reviewer is")
            if changed and (method == "get" or should != "in"):
                faults.append(f"{method} by {actor} changed something")
    assert not faults, "\n".join(faults)


@of_every_stage(
    [page for page in PAGES if set(PATTERNS[page.name].pattern.converters) & OF_ONE_CASE], cases=2
)
def test_a_row_of_another_case_is_not_found_through_this_one(made, page, settings):
    settings.SESSION_IDLE_SECONDS = 7200
    here, there = made.worlds
    mixed = there.arguments | {"case_number": here.case.case_number}
    url = address(page.name, replace(there, arguments=mixed))
    answers = {
        (actor, method): got(ask(client, method, url)[0])
        for actor, client in made.clients().items()
        for method in ("get", "post")
    }
    assert [key for key, answer in answers.items() if answer in ("in", "not now")] == []
