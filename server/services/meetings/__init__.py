"""The targeting meeting: whom it is about, and what it decides."""
