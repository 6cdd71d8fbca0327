"""Every address of the page."""

from __future__ import annotations

from django.urls import path

from scheduler.web.accounts import provider_views as providers
from scheduler.web.accounts import views as accounts
from scheduler.web.activity import views as trail
from scheduler.web.health import views as health
from scheduler.web.plans import views as plans
from scheduler.web.runs import change_views as changing
from scheduler.web.runs import publish_views as publishing
from scheduler.web.runs import views as runs
from scheduler.web.runs import why_views as questions
from scheduler.web.scenarios import views as scenarios
from scheduler.web.uploads import views as uploads
from scheduler.web.uploads.template import template

urlpatterns = [
    path("", runs.home, name="home"),
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-in/with/<slug:key>/", providers.sign_in_with, name="sign-in-with"),
    path("sign-in/with/<slug:key>/back/", providers.back, name="sign-in-back"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("join/<str:token>/", accounts.join, name="join"),
    path("join/<str:token>/with/<slug:key>/", providers.join_with, name="join-with"),
    path("people/", accounts.people, name="people"),
    path("people/<int:number>/link/", accounts.new_link, name="new-link"),
    path("people/<int:number>/delete/", accounts.delete_person, name="delete-person"),
    path("people/<int:number>/role/", accounts.add_role, name="add-role"),
    path("roles/<int:number>/drop/", accounts.drop_role, name="drop-role"),
    path("invitations/<int:number>/withdraw/", accounts.withdraw, name="withdraw"),
    path("files/", uploads.uploads, name="uploads"),
    path("files/template/", template, name="template"),
    path("files/<int:number>/", uploads.upload, name="upload"),
    path("files/<int:number>/confirm/", uploads.confirm_upload, name="confirm"),
    path("files/<int:number>/delete/", uploads.delete, name="delete-upload"),
    path("files/<int:number>/original/", uploads.original, name="original"),
    path("files/<int:number>/marked/", uploads.annotated, name="annotated"),
    path("files/<int:number>/answer/", uploads.answer_doubt, name="answer"),
    path("files/<int:number>/understood/", uploads.states, name="states"),
    path("files/<int:number>/corrected/", uploads.corrected, name="corrected"),
    path("answers/<int:number>/take-back/", uploads.take_answer_back, name="take-answer-back"),
    path("questions/<int:number>/settle/", uploads.settle_question, name="settle-question"),
    path("plans/", runs.runs, name="runs"),
    path("plans/history/", publishing.history, name="history"),
    path("plans/<int:number>/run/", runs.run, name="run"),
    path("plans/<int:number>/progress/", runs.progress, name="progress"),
    path("plans/<int:number>/stop/", runs.stop, name="stop"),
    path("plans/<int:number>/again/", runs.again, name="again"),
    path("plans/<int:number>/delete/", runs.delete, name="delete-run"),
    path("plans/<int:number>/change/", changing.change, name="change"),
    path("plans/<int:number>/changes/", plans.changes, name="changes"),
    path("plans/<int:number>/fix/", changing.take_fix, name="take-fix"),
    path("plans/<int:number>/why/<str:name>/<int:row>/", questions.why, name="why"),
    path("plans/<int:number>/answer/", questions.why_answer, name="why-answer"),
    path("plans/<int:number>/publish/", publishing.publish, name="publish"),
    path("plans/<int:number>/take-back/", publishing.take_back, name="take-back"),
    path("plans/<int:number>/", plans.plan, name="plan"),
    path("plans/<int:number>/rules/", plans.rules, name="rules"),
    path("plans/<int:number>/understood/", plans.understood, name="plan-states"),
    path("plans/<int:number>/weeks/", plans.weeks, name="weeks"),
    path("plans/<int:number>/coach/<path:id>/", plans.coach, name="coach"),
    path("plans/<int:number>/teacher/<path:id>/", plans.teacher, name="teacher"),
    path("plans/<int:number>/coverage/", plans.coverage, name="coverage"),
    path("plans/<int:number>/table/<str:name>/", plans.table, name="table"),
    path("plans/<int:number>/workbook/", plans.workbook, name="workbook"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/new/", scenarios.new_scenario, name="new-scenario"),
    path("scenarios/workbook/", scenarios.scenario_workbook, name="scenario-workbook"),
    path("scenarios/<int:number>/", scenarios.edit_scenario, name="edit-scenario"),
    path("scenarios/<int:number>/drop/", scenarios.drop_scenario, name="drop-scenario"),
    path("comparisons/<int:number>/", scenarios.comparison, name="comparison"),
    path("comparisons/<int:number>/publish/", publishing.publish_comparison, name="publish-comparison"),
    path("comparisons/<int:number>/workbook/", scenarios.comparison_workbook, name="comparison-workbook"),
    path("comparisons/<int:number>/page/", scenarios.comparison_page, name="comparison-page"),
    path("comparisons/<int:number>/table/", scenarios.comparison_table, name="comparison-table"),
    path("activity/", trail.trail, name="trail"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]

handler400 = "scheduler.web.errors.bad_request"
handler403 = "scheduler.web.errors.not_allowed"
handler404 = "scheduler.web.errors.not_found"
handler500 = "scheduler.web.errors.failed"
