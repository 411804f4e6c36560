"""The project writer: from an architecture to the files of a root module, and into a folder."""
