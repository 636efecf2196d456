"""The exchange with the district's server, seen from the tablet."""
