"""One act on many instruments at once: looked at first, done in chunks, resumed where a worker died."""
