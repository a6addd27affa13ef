"""The paper's report: one document as values, shown as a page and written as HTML, DOCX and PDF."""
