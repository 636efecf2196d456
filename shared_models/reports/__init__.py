"""Reports: pure functions from a caseload to a table, the same on tablet and server."""
