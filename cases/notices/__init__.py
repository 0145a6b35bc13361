"""The notices of a case: what each says, as frozen values, and how it is printed. No ORM, no clock.

`kinds` names them, `wording` writes each in our own words, `content` is what is frozen, `render`
prints it, `coversheets` makes and reads the codes by which sent pages find their case.
"""
