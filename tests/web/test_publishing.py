"""One plan in force for each site and each coach at each moment, whoever publishes what, and all of it said before."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from scheduler.web.accounts.models import Membership, User
from scheduler.web.activity.models import Event
from scheduler.web.runs import publishing
from scheduler.web.runs.models import Page, Publication, Report, Run, RunState
from scheduler.web.runs.publishing import Holder, in_force

# Three sites; CB works at N and at S, and no plan of either alone can be made while that is so.
DISTRICT = {"CN": ["N"], "CB": ["N", "S"], "CS": ["S"], "CW": ["W"]}


def plan_of(place: str, serves: dict[str, list[str]], sites: str = "", title: str = "") -> Run:
    """A finished plan, as the solver leaves it, of some sites and coaches."""
    of = list(sites or dict.fromkeys(s for served in serves.values() for s in served))
    covers = {
        "sites": {s: f"School {s}" for s in of},
        "coaches": {c: {"name": f"Coach {c}", "sites": served} for c, served in serves.items()},
    }
    run = Run.objects.create(
        place=place,
        title=title or f"Plan of {place or 'all'}",
        limit_seconds=60,
        state=RunState.DONE,
        ended_at=timezone.now(),
        outcome={"status": "optimal", "covers": covers},
    )
    readers = ["planner", *(f"{who}:{s}" for who in ("site-admin", "principal") for s in of)]
    for reader in (*readers, *(f"coach:{c}" for c in serves)):
        report = Report.objects.create(run=run, reader=reader, label=reader, workbook=b"book", shape=2)
        Page.objects.create(report=report, name="index", content={"coaches": [], "teachers": [], "tables": []})
        Page.objects.create(report=report, name="summary", content={"blocks": []})
        Page.objects.create(report=report, name="coach/CB", content={"title": "CB", "weeks": []})
    return run


def put_in_force(run: Run) -> None:
    assert publishing.publish(run, None) is not None


def state() -> dict[str, int]:
    """Whose plan is which: sites and coaches have different ids here."""
    return {holder.id: number for holder, number in in_force().items()}


@pytest.fixture
def district(db: None) -> Run:
    run = plan_of("", DISTRICT, title="District 1")
    put_in_force(run)
    return run


def test_a_plan_of_the_district_is_in_force_for_all_whom_it_covers(district: Run) -> None:
    assert state() == dict.fromkeys(["N", "S", "W", "CN", "CB", "CS", "CW"], district.pk)


def test_a_plan_of_a_site_is_in_force_there_and_the_others_keep_theirs(district: Run) -> None:
    own = plan_of("W", {"CW": ["W"]})
    put_in_force(own)
    assert {who: number for who, number in state().items() if number == own.pk} == {"W": own.pk, "CW": own.pk}
    assert set(state().values()) == {district.pk, own.pk}


def test_a_new_plan_of_the_district_replaces_every_other(district: Run) -> None:
    put_in_force(plan_of("W", {"CW": ["W"]}))
    second = plan_of("", {"CN": ["N"], "CS": ["S"], "C9": ["W"]})
    put_in_force(second)
    assert state() == dict.fromkeys(["N", "S", "W", "CN", "CS", "C9"], second.pk)
    gone = Publication.objects.filter(holder__in=["CB", "CW"], until__isnull=False, successor=second)
    assert gone.count() == 2, "who is not in it has none, and the history says what replaced theirs"


def test_a_coach_of_two_schools_is_never_parted_from_one_of_them(district: Run) -> None:
    own = plan_of("N", {"CN": ["N"], "CB": ["N"]})  # since then the file has CB at N alone
    effect = publishing.if_published(own)
    assert effect.torn == {"CB": ("S",)}
    assert publishing.publish(own, None) is None
    without = plan_of("N", {"CN": ["N"]})  # and in this one CB is not at N any longer
    assert publishing.if_published(without).torn == {"CB": ("N",)}
    assert set(state().values()) == {district.pk}
    second = plan_of("", {**DISTRICT, "CB": ["N"]})
    put_in_force(second)
    put_in_force(own)
    assert {who for who, number in state().items() if number == own.pk} == {"N", "CN", "CB"}


def test_a_coach_who_left_the_only_school_has_no_plan_any_longer(district: Run) -> None:
    put_in_force(plan_of("W", {"CX": ["W"]}))
    assert "CW" not in state()
    assert state()["CX"] == state()["W"]


def test_what_is_taken_back_gives_everybody_the_plan_before_it(district: Run) -> None:
    own = plan_of("W", {"CW": ["W"]})
    put_in_force(own)
    before = state()
    second = plan_of("", {"CN": ["N"], "CS": ["S"], "C9": ["W"]})
    put_in_force(second)
    assert publishing.take_back(second, None) is not None
    assert state() == before
    assert publishing.take_back(own, None) is not None
    assert set(state().values()) == {district.pk}
    assert publishing.take_back(district, None) is not None
    assert state() == {}, "nothing was before it"
    assert publishing.take_back(second, None) is None, "it is in force for nobody"


def test_taking_back_never_parts_a_coach_from_a_school_either(district: Run) -> None:
    second = plan_of("", {**DISTRICT, "CB": ["N"]})
    put_in_force(second)
    own = plan_of("N", {"CN": ["N"], "CB": ["N"]})
    put_in_force(own)
    effect = publishing.if_taken_back(second)
    assert effect.torn == {"CB": ("S",)}, "in the plan before it CB works at both"
    assert publishing.take_back(second, None) is None
    assert publishing.take_back(own, None) is not None
    assert publishing.take_back(second, None) is not None
    assert set(state().values()) == {district.pk}


def test_what_was_shown_is_what_is_done(district: Run) -> None:
    one, other = plan_of("W", {"CW": ["W"]}), plan_of("W", {"CW": ["W"]})
    shown = publishing.if_published(one).seen
    put_in_force(other)
    assert publishing.publish(one, None, shown) is None
    assert state()["W"] == other.pk
    assert publishing.publish(one, None, publishing.if_published(one).seen) is not None


def test_the_database_itself_holds_everybody_to_one_plan(district: Run) -> None:
    second = {"run": district, "kind": "site", "holder": "N", "since": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(**second)
    Publication.objects.create(**second, until=timezone.now())


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_published_and_taken_back_each_has_one_plan_and_no_coach_is_parted(db: None, seed: int) -> None:
    luck = random.Random(seed)
    runs: list[Run] = []
    for _ in range(12):
        if runs and luck.random() < 0.4:
            run = luck.choice(runs)
            act = luck.choice([publishing.publish, publishing.take_back])
        else:
            serves = {c: luck.sample("NSW", luck.choice([1, 1, 2])) for c in luck.sample(["C1", "C2", "C3", "C4"], 3)}
            place = luck.choice(["", "", "N", "S"])
            alone = {c: [place] for c, sites in serves.items() if sites == [place]}
            run = plan_of(place, alone if place else serves, place or "NSW")
            runs.append(run)
            act = publishing.publish
        before = in_force()
        effect = publishing.if_published(run) if act is publishing.publish else publishing.if_taken_back(run)
        told = {c for change in effect.changes for c in (*change.sites, *change.coaches)}
        done = act(run, None)
        after = in_force()
        assert (done is None) is (not effect.is_possible)
        assert after == (before if done is None else dict(effect.after))
        changed = {h.id for h in {*before, *after} if before.get(h) != after.get(h)}
        assert changed <= {re.sub(r".*\((.*)\)", r"\1", who) for who in told}, "all of it was told beforehand"
        if done is not None and act is publishing.publish and not run.place:
            assert set(after.values()) == {run.pk}
        for holder, number in after.items():
            serves_now = publishing.covers_of(Run.objects.get(pk=number)).serves
            if holder.kind == "coach":
                assert {after[Holder("site", s)] for s in serves_now[holder.id]} == {number}
            else:
                assert all(after[Holder("coach", c)] == number for c, s in serves_now.items() if holder.id in s)


# ---- on the page


def test_publishing_says_before_it_does_what_it_replaces_and_for_whom(
    district: Run, signed_in: Callable[[str], Client]
) -> None:
    own = plan_of("S", {"CS": ["S"]}, title="Plan of South")
    Run.objects.filter(pk=district.pk).update(
        outcome={**district.outcome, "covers": plan_of("", {**DISTRICT, "CB": ["N"]}).outcome["covers"]}
    )
    admin = signed_in("admin of S")
    page = admin.get(f"/plans/{own.pk}/publish/").content.decode()
    assert "School S (S)" in page
    assert "Coach CS (CS)" in page
    assert "District 1" in page
    assert "Publish, and replace what is in force" in page
    for other in ("School N", "School W", "Coach CN", "Coach CW", "Coach CB"):
        assert other not in page
    assert set(state().values()) == {district.pk}, "looking does nothing"
    assert admin.post(f"/plans/{own.pk}/publish/").status_code == 409, "nor does a form that has seen nothing"
    seen = admin.get(f"/plans/{own.pk}/publish/").context["effect"].seen
    assert admin.post(f"/plans/{own.pk}/publish/", {"seen": seen})["Location"] == f"/plans/{own.pk}/"
    assert state()["S"] == own.pk
    assert state()["N"] == district.pk


def test_what_was_replaced_says_so_to_those_for_whom_it_was(
    district: Run, cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    second = plan_of("", DISTRICT, title="District 2")
    put_in_force(second)
    for person in ("planner", "admin of N", "principal of N", "coach CN"):
        page = signed_in(person).get(f"/plans/{district.pk}/").content.decode()
        assert "is no longer in force" in page, person
        assert "District 2" in page, person
        assert "no longer in force" not in signed_in(person).get(f"/plans/{second.pk}/").content.decode()
    assert signed_in("coach CN").get("/")["Location"] == f"/plans/{second.pk}/coach/CN/"
    assert "Replaced" in signed_in("principal of N").get("/plans/").content.decode()


def test_the_plan_that_replaced_one_elsewhere_is_not_told(
    district: Run, cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    put_in_force(plan_of("W", {"CW": ["W"]}, title="MARKER of W"))
    for person in ("admin of N", "principal of N", "coach CN"):
        client = signed_in(person)
        for address in (f"/plans/{district.pk}/", "/plans/"):
            page = client.get(address).content.decode()
            assert "MARKER" not in page
            assert "In force" in page
            assert "for some" not in page


def test_a_coach_at_two_schools_is_refused_in_words_that_name_no_other_school(
    district: Run, cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    own = plan_of("N", {"CN": ["N"], "CB": ["N"]})
    page = signed_in("admin of N").get(f"/plans/{own.pk}/publish/").content.decode()
    assert "Coach CB would have another plan than N and at another site has" in page
    assert "planner (planner@example.org)" in page
    assert "School S" not in page
    assert "than S has" in signed_in("planner").get(f"/plans/{own.pk}/publish/").content.decode()


def test_everybody_begins_at_the_plan_that_is_in_force_for_them(
    district: Run, cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    put_in_force(plan_of("", {**DISTRICT, "CB": ["N"]}))
    second = max(state().values())
    own = plan_of("N", {"CN": ["N"], "CB": ["N"]})
    put_in_force(own)
    assert signed_in("principal of N").get("/")["Location"] == f"/plans/{own.pk}/"
    assert signed_in("principal of S").get("/")["Location"] == f"/plans/{second}/"
    assert signed_in("coach CN").get("/")["Location"] == f"/plans/{own.pk}/coach/CN/"
    assert signed_in("coach CS").get("/")["Location"] == f"/plans/{second}/coach/CS/"
    Membership.objects.create(user=cast["principal of S"], role="principal", place="N")
    assert signed_in("principal of S").get("/")["Location"] == "/plans/", "two sites, two plans: to choose from"
    seen = [run.pk for run, _ in signed_in("principal of S").get("/plans/").context["runs"]]
    assert set(seen) == {district.pk, second, own.pk}


def test_what_is_taken_back_is_seen_by_nobody_else(district: Run, signed_in: Callable[[str], Client]) -> None:
    coach, planner = signed_in("coach CN"), signed_in("planner")
    assert coach.get(f"/plans/{district.pk}/workbook/").status_code == 200
    seen = planner.get(f"/plans/{district.pk}/take-back/").context["effect"].seen
    planner.post(f"/plans/{district.pk}/take-back/", {"seen": seen})
    assert coach.get(f"/plans/{district.pk}/workbook/").status_code == 404
    assert Event.objects.filter(what="took back", user__isnull=False).count() == 1


def test_publications_are_in_the_trail_of_their_place(district: Run, cast: dict[str, User]) -> None:
    put_in_force(plan_of("W", {"CW": ["W"]}, title="Own"))
    put_in_force(plan_of("", DISTRICT, title="District 2"))
    told = [(e.what, e.about.split(" (")[0], e.place) for e in Event.objects.order_by("pk")]
    assert told == [
        ("published", "District 1", ""),
        ("published", "Own", "W"),
        ("replaced", "District 1", ""),
        ("published", "District 2", ""),
        ("replaced", "District 1", ""),
        ("replaced", "Own", "W"),
    ]


# ---- a report is seen in the roles in which it is in force, and in no other


def test_a_plan_of_a_site_is_open_to_nobody_of_another(
    district: Run, cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    """Plans of sites that an earlier version made hold reports for everybody in the district."""
    own = plan_of("W", DISTRICT)
    covers = {"sites": {"W": "W"}, "coaches": {"CW": {"name": "CW", "sites": ["W"]}}}
    Run.objects.filter(pk=own.pk).update(outcome={**own.outcome, "covers": covers})
    own.refresh_from_db()
    put_in_force(own)
    for person in ("admin of N", "principal of N", "coach CN"):
        client = signed_in(person)
        for address, role in itertools.product(
            ("", "workbook/"), ("", "?as=principal:N", "?as=coach:CN", "?as=planner")
        ):
            assert client.get(f"/plans/{own.pk}/{address}{role}").status_code == 404


# ---- what was published before there was a table of publications


@pytest.mark.django_db(transaction=True)
def test_what_earlier_versions_published_comes_over_with_one_plan_for_each() -> None:
    before = MigrationExecutor(connection)
    before.migrate([("runs", "0003_shapes")])
    try:
        uploads = [node for node in before.loader.graph.leaf_nodes() if node[0] == "uploads"]
        apps = before.loader.project_state([("runs", "0003_shapes"), *uploads]).apps
        moments = [timezone.now() for _ in range(3)]
        upload = apps.get_model("uploads", "Upload").objects.create(
            name="f", sha256="", size=1, extent={"homes": {"CN": "N", "CW": "W"}}
        )
        made = {}
        for place, moment in zip(("", "W", "N"), moments, strict=True):
            run = apps.get_model("runs", "Run").objects.create(
                place=place, title="t", limit_seconds=1, state="done", published_at=moment
            )
            run.uploads.set([upload])
            for reader in ("planner", "site-admin:N", "site-admin:W", "coach:CN", "coach:CW"):
                apps.get_model("runs", "Report").objects.create(run=run, reader=reader, label="", workbook=b"")
            made[place] = run.pk
    finally:
        latest = MigrationExecutor(connection)
        latest.migrate(latest.loader.graph.leaf_nodes())
    assert state() == {"W": made["W"], "CW": made["W"], "N": made["N"], "CN": made["N"]}
    assert not Run.objects.filter(published_at__isnull=False).exists()
    history = Publication.objects.filter(run=made[""]).values_list("holder", "successor")
    assert set(history) == {("N", made["N"]), ("CN", made["N"]), ("W", made["W"]), ("CW", made["W"])}
