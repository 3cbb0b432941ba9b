"""Pages are written as GitHub reads them; what MkDocs reads otherwise is said here.

- A link that leaves docs/, or leads to a folder, leads to the repository if what it names is there; else the build fails.
- A list needs no blank line before it, and two spaces make an inner one.
"""

import logging
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"(\]\()((?:\.\./)+[^)#\s]*)(#[^)\s]*)?(\))")
FENCE = re.compile(r"\s*```")
ITEM = re.compile(r"(\s*)([-*]|\d+\.) ")
log = logging.getLogger("mkdocs.hooks.github")


def on_page_markdown(markdown, page, config, files):
    folder = (ROOT / "docs" / page.file.src_uri).parent
    return "\n".join(lines(markdown.split("\n"), folder, page, config))


def lines(markdown, folder, page, config):
    inside = False
    before = ""
    for line in markdown:
        if FENCE.match(line):
            inside = not inside
        elif not inside:
            line = LINK.sub(lambda link: outward(link, folder, page, config), line)
            item = ITEM.match(line)
            if item:
                if before.strip() and not ITEM.match(before) and not before.startswith(" "):
                    yield ""
                line = " " * len(item[1]) + line
        yield line
        before = line


def outward(link, folder, page, config):
    target = (folder / link[2]).resolve()
    if target.is_relative_to(ROOT / "docs") and not target.is_dir():
        return link[0]
    if not target.exists():
        log.warning("%s links to %s, which is not there", page.file.src_uri, link[2])
    kind = "tree" if target.is_dir() else "blob"
    address = f"{config.extra['repository']}/{kind}/main/{target.relative_to(ROOT)}"
    return f"{link[1]}{address}{link[3] or ''}{link[4]}"
