"""Numbers: pure functions, model in, frozen result out."""
