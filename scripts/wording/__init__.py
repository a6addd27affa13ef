"""The wording lint: every visible string can be translated. See ``__main__``."""
