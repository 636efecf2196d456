"""The list of households: its search box, its filters, its windowed lines; full wide, or beside an open file."""
