"""The parts of the reports screen."""
