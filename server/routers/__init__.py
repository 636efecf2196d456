"""HTTP in, services called, HTTP out: no SQL and no rule here."""
