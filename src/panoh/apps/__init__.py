"""Apps: what people do with Panoh. Each is a folder with the same files and one `APP`.

Apps never import one another; they meet through what `APP` declares and by record type and id.
"""
