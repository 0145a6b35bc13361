"""The page of one party of a case, which is named by its role and its place in it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases import access
from cases.actions import parties as actions
from cases.actions.disputes import letter_limits
from cases.entries import party_entry
from cases.errors import Refused
from cases.forms.parties import PartyForm
from cases.intake import party_problems
from cases.models import Case, Party


@require_http_methods(["GET", "POST"])
def edit_party(request: HttpRequest, case_number: str, role: str, place: int = 1) -> HttpResponse:
    """Correct the party in this role, or add it where there is none yet."""
    case = access.open_case(request.user, case_number, permission="cases.edit_parties")
    party = _party(case, role, place)
    if request.method == "GET":
        actions.refuse_late_change(case)
        initial = vars(party_entry(party)) if party else {}
        return _show(request, case, PartyForm(role, initial=initial), party)
    form = PartyForm(role, request.POST)
    if not form.is_valid() or not _is_sound(form, case):
        return _show(request, case, form, party)
    try:
        actions.save_party(case, form.entry(), by=request.user, at=timezone.now(), party=party)
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return _show(request, case, form, party, status=409)
    messages.success(request, f"{form.words} saved.")
    return redirect(f"{case.get_absolute_url()}#parties")


@require_POST
def remove_party(request: HttpRequest, case_number: str, role: str, place: int = 1) -> HttpResponse:
    """Take a party off the case."""
    case = access.open_case(request.user, case_number, permission="cases.edit_parties")
    party = _party(case, role, place)
    if party is None:
        raise Http404("There is no such party on this case.")
    actions.remove_party(party, by=request.user, at=timezone.now())
    messages.success(request, f"{party.get_role_display()} removed.")
    return redirect(f"{case.get_absolute_url()}#parties")


def _party(case: Case, role: str, place: int) -> Party | None:
    """Return the party at this place of the role; None for the next place, which is free."""
    if role not in Party.Role.values:
        raise Http404("There is no such kind of party.")
    parties = list(case.parties.filter(role=role).order_by("pk"))
    if 1 <= place <= len(parties):
        return parties[place - 1]
    if place == len(parties) + 1 and (place == 1 or role in actions.SEVERAL):
        return None
    raise Http404("There is no such party on this case.")


def _is_sound(form: PartyForm, case: Case) -> bool:
    found = party_problems(
        form.entry(), timezone.localdate(), letter_limits(), injury=case.date_of_injury
    )
    for problem in list(found):
        form.add_error(str(problem.path[-1]), problem.sentence)
    return form.is_valid()


def _show(
    request: HttpRequest, case: Case, form: PartyForm, party: Party | None, *, status: int = 200
) -> HttpResponse:
    place = request.resolver_match.kwargs.get("place", 1)
    is_removable = party is not None and party.role not in actions.NEEDED
    context = {"case": case, "form": form, "is_removable": is_removable, "place": place}
    return render(request, "cases/parties/edit.html", context, status=status)
