#!/usr/bin/env python3
"""How many of the words other readers find the readers of this program find, and what it costs.

    cargo build --release --example read_file
    benches/words.py [FOLDER…]

Reads every PDF and Word document of ../shared/corpus, of the crates this program depends on (found by `cargo metadata`) and of the
folders named, each in a process of its own, and compares the words, as a multiset, with what poppler's pdftotext and pandoc say. Words are
runs of letters and digits, folded for case; hyphens within words are taken out on both sides, as one at a line's end may be the printer's. What stands at the top and foot of
pages is kept once where pdftotext repeats it: those words are not counted as lost. Needs pdftotext and pandoc; left out, and said, where
they are not there. Ends with 1 where a reader crashed or hung.
"""

import collections, json, os, pathlib, re, resource, shutil, subprocess, sys, time, unicodedata

HERE = pathlib.Path(__file__).resolve().parent.parent
READER = pathlib.Path(os.environ.get("READ_FILE", HERE / "target" / "release" / "examples" / "read_file"))
LIMIT = 60


def run(command):
    """What a command says, how it ended, seconds of wall clock, its most memory in MB."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        said, _ = child.communicate(timeout=LIMIT)
        ended = child.returncode
    except subprocess.TimeoutExpired:
        child.kill()
        said, _ = child.communicate()
        ended = "hung"
    return said.decode("utf-8", "replace"), ended, time.monotonic() - start


def memory(command):
    """The most memory a command took, in MB: asked of a process of its own, as the system keeps the most of all children."""
    code = (
        "import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL,timeout=60);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss//1024)"
    )
    said, _, _ = run([sys.executable, "-c", code, *command])
    return int(said.strip() or 0)


def words(text):
    text = re.sub(r"(?<=\w)[-\u2010\u00ad]\s*\n\s*(?=\w)", "", text)
    text = re.sub(r"(?<=\w)[-\u2010\u2011\u00ad\u2027](?=\w)", "", text)
    text = unicodedata.normalize("NFKC", text).casefold()
    return collections.Counter(re.findall(r"[^\W_]+", text))


def files(folders):
    found = []
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file() and path.suffix.lower() in (".pdf", ".docx"):
                found.append(path)
    return found


def crates():
    said, _, _ = run(["cargo", "metadata", "--format-version", "1", "--offline", "--manifest-path", str(HERE / "Cargo.toml")])
    try:
        packages = json.loads(said)["packages"]
    except (json.JSONDecodeError, KeyError):
        return []
    return [pathlib.Path(package["manifest_path"]).parent for package in packages if package["source"]]


def compare(path, peer, command):
    theirs_said, theirs_ended, theirs_took = run(command)
    said, ended, took = run([str(READER), str(path)])
    if ended != 0:
        return {"ended": ended, "took": took}
    facts = json.loads(said)
    if facts.get("why") or theirs_ended != 0:
        return {"ended": 0, "why": facts.get("why") or f"{peer} ended with {theirs_ended}", "took": took, "theirs_took": theirs_took}
    ours = words(run([str(READER), "--words", str(path)])[0])
    theirs = words(theirs_said)
    if peer == "pdftotext":
        running = words("\n".join(facts["running"]))
        for word in running:
            theirs[word] = min(theirs[word], max(ours[word], 0))
    lost = theirs - ours
    return {
        "ended": 0,
        "theirs": sum(theirs.values()),
        "lost": sum(lost.values()),
        "which": [word for word, _ in lost.most_common(8)],
        "took": took,
        "theirs_took": theirs_took,
        "memory": memory([str(READER), str(path)]),
    }


def main():
    if not READER.exists():
        sys.exit("first: cargo build --release --example read_file")
    folders = [HERE.parent / "shared" / "corpus", *crates(), *sys.argv[1:]]
    bad = 0
    for suffix, peer, command in [
        (".pdf", "pdftotext", lambda path: ["pdftotext", "-q", str(path), "-"]),
        (".docx", "pandoc", lambda path: ["pandoc", "-f", "docx", "-t", "plain", "--wrap=none", str(path)]),
    ]:
        if shutil.which(peer) is None:
            print(f"left out: {peer} is not here")
            continue
        theirs = lost = read = 0
        ours_took = theirs_took = 0.0
        most = 0
        for path in [path for path in files(folders) if path.suffix.lower() == suffix]:
            result = compare(path, peer, command(path))
            name = path.name[:60]
            if result["ended"] != 0:
                bad += 1
                print(f"{name:60}  ENDED {result['ended']} after {result['took']:.2f} s")
                continue
            ours_took += result["took"]
            theirs_took += result.get("theirs_took", 0)
            read += 1
            if "why" in result:
                print(f"{name:60}  {result['why'][:90]}")
                continue
            theirs += result["theirs"]
            lost += result["lost"]
            most = max(most, result["memory"])
            share = 100.0 * (1 - result["lost"] / result["theirs"]) if result["theirs"] else 100.0
            print(
                f"{name:60} {share:6.2f} % of {result['theirs']:7}  {result['took'] * 1000:6.0f} ms"
                f" ({peer} {result['theirs_took'] * 1000:.0f})  {result['memory']} MB  {' '.join(result['which']) if share < 99 else ''}"
            )
        if read:
            share = 100.0 * (1 - lost / theirs) if theirs else 100.0
            print(
                f"\n{suffix}: {read} files, {share:.2f} % of {theirs} words of {peer}; {read / max(ours_took, 1e-9):.1f} documents a second"
                f" ({peer} {read / max(theirs_took, 1e-9):.1f}); at most {most} MB\n"
            )
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
