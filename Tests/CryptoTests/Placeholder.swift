// Tests stand in their own files.
