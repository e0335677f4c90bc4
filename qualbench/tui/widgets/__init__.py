"""What a screen is made of: widgets that show and ask, and know no project."""
