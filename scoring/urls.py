"""Addresses of the reading room and of campaigns."""

from __future__ import annotations

from django.urls import path

from scoring.views import campaign_steps, campaigns, reading_form, readings, scores, worklist

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
    path(CASE + "rest-normal/", scores.rest_normal, name="rest-normal"),
    path(CASE + "state/", scores.state, name="state"),
    path(CASE + "time/", scores.time_on_task, name="time-on-task"),
    path(CASE + "submit/", reading_form.submit, name="submit"),
    path(CASE + "correction/", reading_form.correct, name="correct-own"),
    path(CAMPAIGNS, campaigns.campaign_list, name="campaigns"),
    path(CAMPAIGNS + "new/", campaigns.new_campaign, name="new-campaign"),
    path(CAMPAIGN, campaigns.campaign_page, name="campaign"),
    path(CAMPAIGN + "edit/", campaigns.edit_campaign, name="edit-campaign"),
    path(CAMPAIGN + "cases/", campaign_steps.cases, name="campaign-cases"),
    path(CAMPAIGN + "readers/", campaign_steps.readers, name="campaign-readers"),
    path(CAMPAIGN + "open/", campaign_steps.open_for_reading, name="open-campaign"),
    path(CAMPAIGN + "close/", campaign_steps.close, name="close-campaign"),
    path(READING, readings.reading_page, name="reading"),
    path(READING + "correction/", readings.correct, name="correct-reading"),
]
