"""The parts of the exchange screen: what is going on, what came of it, household by household, and the log."""
