"""The component kit. One noun, one file.

A plain function takes the look first, then data and callbacks, and returns a control. A function marked `@ft.component`
keeps state of its own and takes the look from `LookContext`. Callbacks get values, never events, and run guarded.
"""
