"""The gallery: every component in all its states, with invented people. It is not packed for a tablet."""
