"""What each list says when it is taken away as a file: its columns, and how a cell is read."""
