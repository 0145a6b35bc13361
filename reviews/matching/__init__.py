"""Who may judge and who fits best: gates one a file, the specialty's fit, the order of candidates.

An engine: values in, values out. Each gate is a function of a reviewer and a question, and returns
its verdict with the reason in words and the rule behind it.
"""
