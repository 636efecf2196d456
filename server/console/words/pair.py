"""The shape of wording: Thai and English by key."""

Words = dict[str, tuple[str, str]]
