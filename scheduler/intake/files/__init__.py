"""From files to raw sheets: what is refused before it is opened, workbooks, .csv files, folders and .zips of them."""
