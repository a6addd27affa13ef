"""Addresses of the reading room and of campaigns."""

from __future__ import annotations

from django.urls import path

from scoring.views import (
    adjudication,
    bones,
    calibration,
    campaign_life,
    campaign_steps,
    campaigns,
    charters,
    lock,
    opening,
    reading_form,
    readings,
    reliability,
    reports,
    scores,
    side_by_side,
    signing,
    worklist,
)

app_name = "scoring"

# A reader's address holds a random token and nothing else.
ROOM = "reading/"
CASE = ROOM + "<uuid:token>/"
CAMPAIGNS = "studies/<slug:code>/campaigns/"
CAMPAIGN = CAMPAIGNS + "<slug:campaign_code>/"
READING = "studies/<slug:code>/readings/<int:reading_id>/"

urlpatterns = [
    path(ROOM, worklist.worklist, name="worklist"),
    path(ROOM + "next/", worklist.next_case, name="next-case"),
    path(ROOM + "who/", scores.who, name="who"),
    path(CASE, reading_form.reading_form, name="reading-form"),
    path(CASE + "start/", reading_form.start, name="start"),
    path(CASE + "scores/", scores.save, name="save-scores"),
    path(CASE + "state/", scores.state, name="reading-state"),
    path(CASE + "rest-normal/", scores.rest_normal, name="rest-normal"),
    path(CASE + "time/", scores.time_on_task, name="time-on-task"),
    path(CASE + "submit/", signing.submit, name="submit"),
    path(CASE + "charter/", charters.charter_of_case, name="charter-of-case"),
    path(CASE + "feedback/", calibration.feedback, name="feedback"),
    path(CASE + "report/", reports.report, name="report-case"),
    path(CASE + "correction/", reading_form.correct, name="correct-own"),
    path(CAMPAIGNS, campaigns.campaign_list, name="campaigns"),
    path(CAMPAIGNS + "new/", campaigns.new_campaign, name="new-campaign"),
    path(CAMPAIGN, campaigns.campaign_page, name="campaign"),
    path(CAMPAIGN + "edit/", campaigns.edit_campaign, name="edit-campaign"),
    path(CAMPAIGN + "cases/", campaign_steps.cases, name="campaign-cases"),
    path(CAMPAIGN + "readers/", campaign_steps.readers, name="campaign-readers"),
    path(CAMPAIGN + "open/", campaign_steps.open_for_reading, name="open-campaign"),
    path(CAMPAIGN + "cases/remove/", campaign_steps.remove_cases, name="remove-cases"),
    path(CAMPAIGN + "cases/<slug:number>/", side_by_side.case_page, name="case"),
    path(CAMPAIGN + "cases/<slug:number>/bones/", bones.bones_page, name="case-bones"),
    path(CAMPAIGN + "certificates/", calibration.certificates, name="certificates"),
    path(CAMPAIGN + "reliability/", reliability.reliability_page, name="reliability"),
    path(
        CAMPAIGN + "reliability/tables/<slug:key>/",
        reliability.reliability_table,
        name="reliability-table",
    ),
    path(CAMPAIGN + "adjudication/", adjudication.adjudication, name="adjudication"),
    path(CAMPAIGN + "questions/", reports.questions, name="questions"),
    path(CAMPAIGN + "questions/<int:report_id>/", reports.answer, name="answer-report"),
    path(CAMPAIGN + "close/", campaign_life.close, name="close-campaign"),
    path(CAMPAIGN + "reopen/", campaign_life.reopen, name="reopen-campaign"),
    path(CAMPAIGN + "lock/", lock.lock, name="lock-campaign"),
    path(CAMPAIGN + "unlock/", lock.unlock, name="unlock-campaign"),
    path(CAMPAIGN + "extend/", campaign_life.extend, name="extend-campaign"),
    path(CAMPAIGN + "readers/add/", campaign_life.add_reader, name="add-reader"),
    path(
        CAMPAIGN + "readers/<int:entry_id>/reassign/", campaign_life.reassign, name="reassign-rest"
    ),
    path(CAMPAIGN + "charter/", charters.charter, name="charter"),
    path(CAMPAIGN + "charter/new/", charters.new_charter, name="new-charter"),
    path(CAMPAIGN + "charter/<int:charter_id>/file/", charters.charter_file, name="charter-file"),
    path(READING, readings.reading_page, name="reading"),
    path(READING + "open/", opening.open_reading, name="open-reading"),
    path(READING + "correction/", readings.correct, name="correct-reading"),
]
