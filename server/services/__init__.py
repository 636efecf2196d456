"""What the server does: each module one use case, over a database session."""
