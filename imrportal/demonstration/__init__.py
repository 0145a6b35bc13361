"""The demonstration's data: an invented organization, a roster, and cases in every state.

Made with the importer and the actions that the pages use, once; what is there is left alone.
"""
