"""The interface as it is in a browser's page: what runs behind each page, and the page itself."""
