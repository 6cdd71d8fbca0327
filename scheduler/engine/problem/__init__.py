"""What is asked, looked up once: index, components, equivalence classes, fingerprint. No model yet."""
