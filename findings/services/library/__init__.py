"""What people do with the library of known pains."""
