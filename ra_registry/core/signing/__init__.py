"""Signing: a person confirms who they are, and states something about exactly these contents.

``acts`` what can be signed, ``step_up`` the proof that its signer was there, used once,
``signature`` the record, ``services`` every write. Proofs are made by ``accounts.confirming``,
which knows passwords and authenticators.
"""
