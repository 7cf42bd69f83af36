"""The addresses of papers: forms, the papers of a case, batches, and the public page that verifies."""

from django.urls import path

from minzheng.desk.views import batch, case_papers, forms, verify

FORMS = [
    path("forms/", forms.form_list, name="forms"),
    path("forms/<slug:code>/", forms.form, name="form"),
    path("forms/<slug:code>/blank/", forms.form_blank, name="form_blank"),
    path("forms/<slug:code>/preview/", forms.form_preview, name="form_preview"),
    path("forms/<slug:code>/upload/", forms.form_upload, name="form_upload"),
    path("forms/<slug:code>/wording/", forms.form_wording, name="form_wording"),
    path("forms/<slug:code>/template/<int:pk>/preview/", forms.form_word_preview, name="form_word_preview"),
    path("forms/<slug:code>/wording/<int:pk>/preview/", forms.form_wording_preview, name="form_wording_preview"),
    path("forms/<slug:code>/<slug:what>/<int:pk>/<slug:verb>/", forms.form_answer, name="form_answer"),
]
CASE_PAPERS = [
    path("cases/<str:number>/forms/", case_papers.case_forms, name="case_forms"),
    path("cases/<str:number>/forms/<slug:code>/", case_papers.case_form, name="case_form"),
    path("cases/<str:number>/forms/<slug:code>/word/", case_papers.case_form_word, name="case_form_word"),
    path("cases/<str:number>/forms/<slug:code>/issue/", case_papers.case_form_issue, name="case_form_issue"),
    path("cases/<str:number>/letters/<int:pk>/word/", case_papers.letter_word, name="letter_word"),
]
BATCH = [path("papers/print/", batch.papers_print, name="papers_print")]
VERIFY = [
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:code>/", verify.verify, name="verify_code"),
]
PAPERS = [*FORMS, *CASE_PAPERS, *BATCH, *VERIFY]
