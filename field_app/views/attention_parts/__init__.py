"""The parts of the tray: the list of what was refused, and one refused action with its fields."""
