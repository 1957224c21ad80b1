"""`make audit`: has any pinned dependency a known vulnerability? Asked of PyPI's database by pip-audit.

Exit codes: 0, none is known; 1, some are, each on a line; 3, the database could not be asked about all of them.
A mirror that holds the packages only is no database: it answers "not found" to each, and pip-audit takes that for
success.
"""

import json
import subprocess
import sys
from typing import Any

VULNERABLE = 1
NOT_ASKED = 3

ASK = ("-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json")


def audit(requirements: str) -> tuple[str, int]:
    """What to tell about the file `requirements`, and the exit code."""
    done = subprocess.run([sys.executable, *ASK, "-r", requirements], capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout)
    except json.JSONDecodeError:
        reason = (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
        return f"the vulnerability database is out of reach, nothing was audited: {reason[:200]}", NOT_ASKED
    return judge(report["dependencies"])


def judge(dependencies: list[dict[str, Any]]) -> tuple[str, int]:
    """What to tell about pip-audit's `dependencies`, and the exit code."""
    known = [
        f"{each['name']} {each['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'no version'}"
        for each in dependencies
        for found in each.get("vulns", ())
    ]
    skipped = [each["name"] for each in dependencies if "skip_reason" in each]
    if known:
        return "\n".join(known), VULNERABLE
    if len(skipped) == len(dependencies):
        return "the vulnerability database is out of reach: none of the dependencies was audited", NOT_ASKED
    if skipped:
        return f"not in the vulnerability database, so not audited: {', '.join(skipped)}", NOT_ASKED
    return f"{len(dependencies)} dependencies, no known vulnerability", 0


if __name__ == "__main__":
    words, code = audit(sys.argv[1])
    print(words, file=sys.stderr if code else sys.stdout)
    sys.exit(code)
