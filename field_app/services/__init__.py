"""What an officer can do, each module one use case; the screens and the command line call the same functions."""
