"""The placeholder that stands in for a function's code until its pipeline deploys the real one."""

from __future__ import annotations

import io
import zipfile

SOURCES = {
    "index.py": 'def handler(event, context):\n    return {"statusCode": 503, "body": "not deployed yet"}\n',
    "index.js": 'exports.handler = async () => ({ statusCode: 503, body: "not deployed yet" });\n',
}


def placeholder_archive() -> bytes:
    """A small zip archive, the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in SOURCES.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    return buffer.getvalue()
