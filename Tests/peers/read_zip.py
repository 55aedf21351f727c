"""Reads an archive with Python's zipfile and prints its files as one line of JSON: name, SHA-256 and size.

usage: read_zip.py FILE
"""

import hashlib
import json
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as archive:
    print(json.dumps({
        "broken": archive.testzip(),
        "files": [
            {"name": entry.filename, "sha256": hashlib.sha256(archive.read(entry)).hexdigest(), "bytes": entry.file_size,
             "date": list(entry.date_time), "isDeflated": entry.compress_type == zipfile.ZIP_DEFLATED}
            for entry in archive.infolist()],
    }))
