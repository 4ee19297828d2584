"""Two faults that are one: merged, and split again; nothing that anybody sent is lost."""
