"""Each rule measured on small districts: it holds, it falls short by an exact amount, and the edge between."""
