"""Turn a view into one HTML page that needs nothing else: layout, data, template, assets."""
