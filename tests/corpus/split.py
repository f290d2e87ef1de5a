#!/usr/bin/env python3
"""Writes the working part or the kept-apart third of a corpus: split.py work|kept < GOLD > PART"""
import hashlib
import json
import sys

if len(sys.argv) != 2 or sys.argv[1] not in ("work", "kept"):
    sys.exit(__doc__)
for line in sys.stdin:
    digest = int(hashlib.sha1(json.loads(line)["id"].encode()).hexdigest(), 16)
    if (digest % 3 == 0) == (sys.argv[1] == "kept"):
        sys.stdout.write(line)
