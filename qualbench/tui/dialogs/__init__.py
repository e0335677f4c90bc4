"""Small windows over a screen: a question, a form, a list to choose from, a message, a progress bar.

Enter takes what is marked, Esc goes back and changes nothing. In a question the safe answer is marked first.
"""
