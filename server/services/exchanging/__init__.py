"""The exchange with tablets: what comes in is judged, filed and logged, what goes out is packed."""
