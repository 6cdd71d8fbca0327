"""The web page: forms in, the pipeline, pages out. It decides nothing that the command line does not."""
