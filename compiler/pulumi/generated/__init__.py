"""Files that programs bring along as they are."""
