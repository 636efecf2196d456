"""Reports and designed tables, on pages, paper and in workbooks."""
