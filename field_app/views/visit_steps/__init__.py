"""The six steps of a visit, one file each, in the frame that all of them share."""
