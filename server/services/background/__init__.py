"""Long work beside the pages, and the files that it reads and makes."""
