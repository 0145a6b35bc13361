"""The letter engine: content as frozen values, its wording, the PDF, the seal. No ORM, no clock."""
