"""The screens: one module each. A screen calls verbs and shows what they return."""
