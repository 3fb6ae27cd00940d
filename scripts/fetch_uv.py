"""Fetch uv from PyPI with nothing but the standard library: `python3 scripts/fetch_uv.py DESTINATION`.

A bare Debian has python3 but neither pip nor ensurepip. One version is pinned with the SHA-256 of its wheel for
each processor. The index, proxies and certificates are those that pip and uv would use here.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import ssl
import sys
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urljoin

VERSION = "0.13.9"
WHEELS = {
    "aarch64": (
        "uv-0.13.9-py3-none-manylinux_2_28_aarch64.whl",
        "ecb6028d79dc96fbeafffe5c8af62a7099487ebc05a701e76714eebcffd06375",
    ),
    "x86_64": (
        "uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
}


def context() -> ssl.SSLContext:
    for name in ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"):
        if os.environ.get(name) and Path(os.environ[name]).is_file():
            return ssl.create_default_context(cafile=os.environ[name])
    return ssl.create_default_context()


def get(url: str, accept: str = "*/*") -> bytes:
    request = urllib.request.Request(url, headers={"Accept": accept, "User-Agent": "legalaid-setup"})
    with urllib.request.urlopen(request, context=context(), timeout=180) as answer:
        return bytes(answer.read())


def main() -> int:
    destination = Path(sys.argv[1])
    machine = platform.machine().lower()
    known = WHEELS.get(machine)
    if sys.platform != "linux" or known is None:
        print(
            f"Install uv {VERSION} or newer by hand for {sys.platform} {machine}, then run this again.", file=sys.stderr
        )
        return 1
    name, digest = known
    index = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple"
    page_url = index.rstrip("/") + "/uv/"
    page = json.loads(get(page_url, "application/vnd.pypi.simple.v1+json"))
    url = next(urljoin(page_url, f["url"]) for f in page["files"] if f["filename"] == name)
    wheel = get(url)
    if hashlib.sha256(wheel).hexdigest() != digest:
        print("The uv that PyPI sent is not the one this project knows. Nothing was installed.", file=sys.stderr)
        return 1
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        member = next(n for n in archive.namelist() if n.endswith(".data/scripts/uv"))
        destination.parent.mkdir(parents=True, exist_ok=True)
        part = destination.with_suffix(".part")
        part.write_bytes(archive.read(member))
        part.chmod(0o755)
        part.replace(destination)
    return 0


if __name__ == "__main__":
    sys.exit(main())
