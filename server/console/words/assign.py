"""Assigning villages and households to officers."""

from server.console.words.pair import Words

ASSIGN: Words = {
    "assign": ("มอบหมายงาน", "Assign"),
}
