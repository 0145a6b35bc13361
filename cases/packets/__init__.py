"""Packets: what a bundle of pages holds, told from the words and the looks of its pages.

    pages       the values: `Page`, `PageLook`
    looks       `look_at(pixels)`: what is kept of the image of a page
    blank       `why_blank(page)`: pages with nothing on them
    dedupe      `find_twins(pages)`: copies to fold, versions to show with their changes
    faxes       `without_stamps(text)`, `why_cover(text)`: headers and covers of fax machines
    vocabulary  `same_words(word)`: drugs by brand and generic name, abbreviations of the field

Values in, values out: no rows, clock or settings, and nothing is decided. Each engine says what it
saw and why; a person confirms.
"""
