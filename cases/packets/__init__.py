"""Packets: what a bundle of pages holds, told from the words and the looks of its pages.

    pages       the values: `Page`, `PageLook`
    looks       `look_at(pixels)`: what is kept of the image of a page
    blank       `why_blank(page)`: pages with nothing on them
    faxes       `without_stamps(text)`, `why_cover(page)`: headers and covers of fax machines
    dedupe      `find_twins(pages)`: copies to fold, versions to show with their changes
    foreign     `find_strangers(pages, identity)`: pages of another patient
    split       `split(pages)`: where each document begins
    facts       `facts_of(pages)`: kind, day, author and facility of a document
    cited       `citations_in(text)`: the records that UR and the request name
    radar       `compare(citations, index)`, `six_months(…)`, `request_lines(…)`: what is missing
    vocabulary  `others(phrase)`: drugs by brand and generic name, abbreviations of the field
    forge       `forge_packet(order)`: invented packets with a key, to measure all of it

Values in, values out: no rows, clock or settings, and nothing is decided. Each engine says what it
saw and why; a person confirms. Below them: `misread` (what two readings of one print can be),
`inkmap` and `marks` (where ink lies), `days`, `fields`, `kinds`, `grams`, `alignment` and
`differences`.
"""
