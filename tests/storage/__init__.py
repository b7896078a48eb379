"""The storage layer, file by file: refused or found, never wrong and never made anew."""
