"""The office's pages: one router and one template folder per noun."""
