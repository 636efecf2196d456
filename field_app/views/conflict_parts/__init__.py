"""The parts of the conflict screen: a field with its values, and the words of who gave them."""
