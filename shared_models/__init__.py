"""The entities, rules and wire of the Home Visit Logbook: pure, and the same on tablet and server."""
