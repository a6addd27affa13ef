"""Addresses of samples, plate files, batches and kit lots."""

from __future__ import annotations

from django.urls import path

from ra_registry.assays.views import batches, files, lots, replicates, samples

app_name = "assays"

ASSAYS = "studies/<slug:code>/assays/"
FILE = ASSAYS + "files/<uuid:token>/"
BATCH = ASSAYS + "batches/<uuid:token>/"
SAMPLES = "studies/<slug:code>/samples/"

urlpatterns = [
    path(ASSAYS, batches.batch_list, name="batches"),
    path(ASSAYS + "upload/", files.upload, name="upload"),
    path(FILE, files.file_page, name="file"),
    path(FILE + "lot/", files.lot, name="file-lot"),
    path(FILE + "layout/", files.layout, name="file-layout"),
    path(FILE + "answers/", files.answers, name="file-answers"),
    path(FILE + "accept/", files.accept, name="accept-file"),
    path(FILE + "discard/", files.discard, name="discard-file"),
    path(FILE + "original/", files.original, name="original-file"),
    path(BATCH, batches.batch_page, name="batch"),
    path(BATCH + "measurements/", batches.download, name="download-measurements"),
    path(BATCH + "void/", batches.void, name="void-batch"),
    path(ASSAYS + "replicates/", replicates.replicates, name="replicates"),
    path(ASSAYS + "replicates/<slug:panel_code>/", replicates.policy, name="replicate-policy"),
    path(ASSAYS + "lots/", lots.lot_list, name="lots"),
    path(ASSAYS + "lots/new/", lots.create, name="create-lot"),
    path(ASSAYS + "lots/<int:lot_id>/", lots.lot_page, name="lot"),
    path(SAMPLES, samples.sample_list, name="samples"),
    path(SAMPLES + "register/", samples.register, name="register-sample"),
    path(SAMPLES + "register/visit/", samples.register_visit, name="register-visit-samples"),
    path(SAMPLES + "register/list/", samples.paste, name="paste-samples"),
    path(SAMPLES + "<int:sample_id>/void/", samples.void, name="void-sample"),
]
