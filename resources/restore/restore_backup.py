#!/usr/bin/env python3
"""Open a backup of LegalAid Desktop without the program: needs Python 3, the "age" tool and SQLCipher 4.

    python3 restore_backup.py BACKUP IDENTITY OUT

OUT becomes an ordinary SQLite database that ANYBODY CAN READ. Put it on an encrypted disk and delete it afterwards.
SQLCipher is taken from the Python module "sqlcipher3" if it is there, else from the command "sqlcipher".
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

FIXED = 65536  # magic 8, length of manifest 4, key of the database 32, records key 32, manifest; then the database


def main(backup, identity, out):
    if out.exists():
        sys.exit(f"{out} exists already; nothing was written.")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=out.parent) as folder:
        sealed = Path(folder, "data")  # still encrypted, under a key that is in memory only
        age = subprocess.Popen(["age", "--decrypt", "-i", identity, backup], stdout=subprocess.PIPE)
        start, digest = age.stdout.read(FIXED), hashlib.sha256()
        with sealed.open("wb") as file:
            while piece := age.stdout.read(1 << 20):
                digest.update(piece)
                file.write(piece)
        if age.wait() != 0:  # nothing is looked at before age has proved the end of the file
            sys.exit("age could not open the backup: another key, or the file is damaged.")
        if start[:8] != b"LGLDBAK\x01":
            sys.exit("This is not a backup of LegalAid Desktop, or it is of a newer version.")
        manifest = json.loads(start[76 : 76 + int.from_bytes(start[8:12], "little")])
        if digest.hexdigest() != manifest["database"]["sha256"]:
            sys.exit("The database in the backup is damaged.")
        out.touch(mode=0o600, exist_ok=False)
        try:
            export(sealed, start[12:44].hex(), out)
        except BaseException:
            out.unlink()
            raise
    sys.stdout.write(f"{manifest['cases']} cases of {manifest['created_at']} are in {out}, which anybody can read.\n")


def export(sealed, key, out):
    place = str(out).replace("'", "''")
    statements = [
        f"PRAGMA key = \"x'{key}'\"",
        f"ATTACH DATABASE '{place}' AS plain KEY ''",
        "SELECT sqlcipher_export('plain')",
        "DETACH DATABASE plain",
    ]
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        script = "".join(f"{line}\n" for line in (".bail on", *(statement + ";" for statement in statements)))
        subprocess.run(["sqlcipher", sealed], input=script, text=True, check=True, stdout=subprocess.DEVNULL)
    else:
        connection = dbapi2.connect(str(sealed), isolation_level=None)
        for statement in statements:
            connection.execute(statement).fetchall()
        connection.close()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]).absolute())
