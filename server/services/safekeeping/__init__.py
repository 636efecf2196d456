"""The whole of a district, to be kept elsewhere or taken along."""
