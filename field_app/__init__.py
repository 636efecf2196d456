"""The tablet app: screens on a sealed cache that works all day without network."""
