#!/usr/bin/env python3
"""Checks a bundle of an inspection without the program that wrote it and without a passphrase.

    verify_bundle.py BUNDLE [--seal "WORDS or DIGITS"] [--words seal-words.txt]
    verify_bundle.py --batch [--words seal-words.txt]     bundle paths on standard input, one a line, a tab and a seal after it where wanted
    verify_bundle.py --self-test                          the test vectors of RFC 8032, section 7.1

Exit status: 0 same, 1 differs, 2 wrong use, 3 cannot read. Python 3.8 or later, its standard library alone; bundle-format.md describes
every field. Ed25519 is RFC 8032's own arithmetic: all of it public data, so that nothing here need run in constant time.
"""
import argparse
import functools
import hashlib
import json
import os
import re
import sys

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
LARGEST, MOST_SEALS, MOST_JOURNALS, MOST_BEFORE = 256 * 1024 * 1024, 2000, 1001, 1000
LONGEST_STATEMENT, ENTRY = 1024 * 1024, 200

class CannotRead(Exception):
    """The file is no bundle."""
class WrongUse(Exception):
    """What was asked for makes no sense."""

# Ed25519 (RFC 8032, section 5.1). A point is (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z.

def add(one, two):
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def double(one):
    a, b, c = one[0] * one[0] % P, one[1] * one[1] % P, 2 * one[2] * one[2] % P
    h, e, g = a + b, a + b - (one[0] + one[1]) ** 2, a - b
    f = c + g
    return e * f % P, g * h % P, f * g % P, e * h % P

def point(encoded):
    """The point of 32 bytes; None where there is none. One encoding: y below p, and no sign where x is 0."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    x = x if v * x * x % P == u else x * ROOT % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P

def encoded(one):
    inverse = pow(one[2], P - 2, P)
    x, y = one[0] * inverse % P, one[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")

def small(one):
    """Whether it has small order: a key or an R that would let signatures hold that nobody made."""
    x, y, z, _ = double(double(double(one)))
    return x % P == 0 and (y - z) % P == 0

BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

@functools.lru_cache(maxsize=200_000)
def signed_by(public, message, signature):
    """Strictly: S below the order, neither key nor R of small order, and R exactly the bytes that follow from the rest."""
    key, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= ORDER or small(key) or small(r):
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (P - key[0], key[1], 1, P - key[3])
    sums = (None, BASE, minus, add(BASE, minus))
    total = (0, 1, 1, 0)
    for bit in range(max(s.bit_length(), h.bit_length()) - 1, -1, -1):
        total = double(total)
        which = (s >> bit & 1) | (h >> bit & 1) << 1
        total = add(total, sums[which]) if which else total
    return encoded(total) == signature[:32]

# Hashes and codes.

def named_hash(name, *parts):
    return hashlib.sha256(name.encode() + b"\0" + b"".join(parts)).digest()

@functools.lru_cache(maxsize=20_000)
def code_of(statement, vault):
    """The 132 bits of a seal as a number."""
    raw = hashlib.scrypt(statement, salt=b"alongside/seal/v1\0" + vault, n=2**15, r=8, p=1, maxmem=2**26, dklen=17)
    return int.from_bytes(raw, "big") >> 4

def code_in(text, words):
    """The code of 12 words or 40 digits."""
    pieces = [piece for piece in re.split(r"[\W_]+", text) if piece]
    if pieces and all(re.fullmatch("[0-9]+", piece) for piece in pieces):
        digits = "".join(pieces)
        if len(digits) != 40 or int(digits) >= 2**132:
            raise WrongUse("a seal has 40 digits and is less than 2^132; %d digits were given" % len(digits))
        return int(digits)
    numbers = []
    for place, piece in enumerate(pieces, 1):
        if piece.lower() not in words():
            raise WrongUse('word %d, "%s", is not in the list of seal words' % (place, piece[:24]))
        numbers.append(words()[piece.lower()])
    if len(numbers) != 12:
        raise WrongUse("a seal has 12 words; %d were given" % len(numbers))
    return functools.reduce(lambda code, number: code << 11 | number, numbers, 0)

def word_list(path):
    @functools.lru_cache(maxsize=1)
    def words():
        try:
            with open(path, encoding="ascii") as file:
                lines = file.read().split()
        except (OSError, ValueError) as error:
            raise WrongUse("the list of seal words cannot be read (%s): name it with --words, or give the 40 digits" % error)
        if len(lines) != 2048 or lines != sorted(set(lines)):
            raise WrongUse("%s is not the list of seal words" % path)
        return {word: number for number, word in enumerate(lines)}

    return words

# JSON with one spelling.

def strict(text):
    """What a text of JSON says; ValueError unless it would be spelled so again."""
    try:
        value = json.loads(text, parse_float=lambda _: need(False))
        need(json.dumps(value, separators=(",", ":"), ensure_ascii=False) == text)
    except RecursionError:
        need(False)
    return value

def need(holds):
    if not holds:
        raise ValueError("not a field of this kind")

def fields(value, names):
    need(type(value) is dict and list(value) == names.split())
    return list(value.values())

def whole(value, bits, signed=False):
    least = -(2 ** (bits - 1)) if signed else 0
    need(type(value) is int and least <= value < least + 2**bits)
    return value

def run(value, count=None):
    """Bytes written as hexadecimal digits."""
    need(type(value) is str and re.fullmatch("([0-9a-f]{2})*", value) and (count is None or len(value) == 2 * count))
    return bytes.fromhex(value)

def rows(value, read):
    need(type(value) is list)
    return [read(row) for row in value]

# A statement.

def statement_of(text):
    """A statement's fields; ValueError where it is not one or contradicts itself, or a signature in it is not right."""
    need(len(text.encode()) <= LONGEST_STATEMENT)
    names = "alongside_seal number kind vault case sitting at arrival chains findings participants previous"
    version, number, kind, vault, case, sitting, at, arrival, chains, findings, people, previous = fields(strict(text), names)
    need(whole(version, 32) == 1 and kind in ("arrival", "sitting"))
    utc_ms, offset_s = fields(at, "utc_ms offset_s")
    whole(utc_ms, 64, True), whole(offset_s, 32, True)
    case = case if case is None else run(case, 16)
    sitting = sitting if sitting is None else whole(sitting, 32)

    def arrived(row):
        no, root, files = fields(row, "number root files")
        return whole(no, 32), run(root, 32), whole(files, 64)

    def chain(row):
        device, public, first, count, head = fields(row, "device public first count hash")
        return run(device, 8), run(public, 32), whole(first, 64), whole(count, 64), run(head, 32)

    def finding(row):
        no, state, commitment = fields(row, "no state commitment")
        need(state in ("agreed", "not_agreed", "waiting", "side_absent", "parked", "withdrawn") and run(commitment, 32))
        return whole(no, 32)

    def person(row):
        no, side, signature = fields(row, "no side signature")
        need(side in ("inspection", "authority", "observer"))
        if signature is not None:
            key, message, signature = fields(signature, "key signed signature")
            signature = run(key, 32), run(message, 32), run(signature, 64)
        return whole(no, 32), signature

    arrival, chains = rows(arrival, arrived), rows(chains, chain)
    findings, people = rows(findings, finding), rows(people, person)
    if previous is not None:
        before, code = fields(previous, "number code")
        before, code = whole(before, 32), run(code, 17)
        need(code[16] & 15 == 0)
        previous = before, int.from_bytes(code, "big") >> 4
    if kind == "arrival":
        need(case is None and sitting is None and not findings and not people and arrival)
    else:
        need(case is not None and sitting is not None)
    need(whole(number, 32) > 0 and (previous[0] if previous else 0) + 1 == number)
    need([row[0] for row in arrival] == list(range(1, len(arrival) + 1)))
    need(chains and len({row[0] for row in chains}) == len(chains))
    need(all(row[0] == hashlib.sha256(row[1]).digest()[:8] and row[3] >= row[2] for row in chains))
    for numbers in findings, [row[0] for row in people]:
        need(all(one < two for one, two in zip(numbers, numbers[1:])))
    need(all(signed_by(*signature) for _, signature in people if signature is not None))
    return {"number": number, "vault": run(vault, 16), "arrival": arrival, "chains": chains, "previous": previous}

# A journal.

class Journal:
    def __init__(self, header):
        """Raises ValueError unless these bytes are a header that its device signed."""
        need(header[:6] == b"ALSJ\0\1" and len(header) >= 136)
        before = int.from_bytes(header[6:8], "big")
        need(before <= MOST_BEFORE and len(header) == 136 + 48 * before)
        self.vault, self.device, self.public = header[8:24], header[24:32], header[32:64]
        self.first = int.from_bytes(header[64:72], "big")
        rest = [header[at : at + 48] for at in range(72, 72 + 48 * before, 48)]
        self.before = [(row[:8], int.from_bytes(row[8:16], "big"), row[16:]) for row in rest]
        need(self.device == hashlib.sha256(self.public).digest()[:8])
        need(signed_by(self.public, named_hash("alongside/journal/v1", header[:-64]), header[-64:]))
        self.hashes, self.broken = [named_hash("alongside/journal/v1", header)], True

    def count(self):
        return self.first + len(self.hashes) - 1

    def takes(self, entry):
        """Whether the 200 bytes are the next entry."""
        around, words, signature = entry[:104], entry[104:136], entry[136:]
        length, sealed = int.from_bytes(around[8:12], "big"), int.from_bytes(around[100:], "big")
        number, first_of_sync = int.from_bytes(around[12:20], "big"), int.from_bytes(around[20:28], "big")
        link = named_hash("alongside/link/v1", around, words)
        right = around[:8] == b"ALSF\0\1\0\1" and length == 204 + sealed and first_of_sync <= number
        right = right and number == self.count() and around[28:60] == self.hashes[-1] and signed_by(self.public, link, signature)
        if right:
            self.hashes.append(named_hash("alongside/entry/v1", link, signature))
        return right

def missing(journals, device, count, head):
    """None where a device reached what is claimed of it; otherwise the number of the entry that is another one or missing, or -1."""
    journal = next((one for one in journals if one.device == device), None)
    if journal is None or count < journal.first:
        return -1
    if count <= journal.count():
        return None if journal.hashes[count - journal.first] == head else count - 1
    return None if journal.broken else journal.count()

# A bundle.

def read(path):
    try:
        with open(path, "rb") as file:
            raw = file.read(LARGEST + 1)
        need(len(raw) <= LARGEST)
        version, vault, journals, statements = fields(strict(raw.decode()), "alongside_bundle vault journals statements")
        need(version == 1 and len(journals) <= MOST_JOURNALS and len(statements) <= MOST_SEALS)

        def journal(row):
            header, entries = fields(row, "header entries")
            return run(header), rows(entries, lambda entry: run(entry, ENTRY))

        need(type(statements) is list and all(type(one) is str for one in statements))
        return run(vault, 16), rows(journals, journal), statements
    except (OSError, ValueError, TypeError) as error:
        raise CannotRead("%s: not a bundle as alongside writes one (%s)" % (path, error))

def check(bundle, asked):
    """The places that differ, and which seal the code is of. At most one place of each journal and each seal, in bundle-format.md's order."""
    vault, raw_journals, statements = bundle
    journals, differences = [], []

    def differs(device=None, journal=None, entry=None, seal=None):
        device = None if device is None else device.hex()
        differences.append({"device": device, "journal": journal, "entry": None if entry == -1 else entry, "seal": seal})

    for place, (header, entries) in enumerate(raw_journals, 1):
        try:
            journal = Journal(header)
        except ValueError:
            differs(journal=place)
            continue
        order = [(one.first, one.device) for one in journals[-1:] + [journal]]
        right = journal.vault == vault and all(one.device != journal.device for one in journals) and order == sorted(order)
        if not right or journal.first != max((count for _, count, _ in journal.before), default=0):
            differs(journal.device)
        else:
            journal.broken = not all(journal.takes(entry) for entry in entries)
            if journal.broken:
                differs(journal.device, entry=journal.count())
        journals.append(journal)
    for journal in journals:
        gaps = [gap for gap in (missing(journals, *before) for before in journal.before) if gap is not None]
        if gaps and not journal.broken:
            differs(journal.device, entry=gaps[0])
    codes, arrival = [], []
    for place, text in enumerate(statements, 1):
        code, known = code_of(text.encode(), vault), False
        try:
            statement = statement_of(text)
            previous = statement["previous"][1] if statement["previous"] else None
            known = statement["number"] == place and statement["vault"] == vault and previous == (codes[-1] if codes else None)
            known = known and statement["arrival"][: len(arrival)] == arrival
        except ValueError:
            pass
        gap = None
        if not known:
            differs(seal=place)
        else:
            for device, public, first, count, head in statement["chains"]:
                own = next((one for one in journals if one.device == device), None)
                another = own is not None and (own.public != public or own.first != first)
                gap = -1 if another else missing(journals, device, count, head)
                if gap is not None:
                    differs(device, entry=gap, seal=place)
                    break
        arrival = statement["arrival"] if known and gap is None else []
        codes.append(code)
    found = codes.index(asked) + 1 if asked in codes else None
    if asked is not None and found is None:
        differs()
    return differences, found, journals, codes

def batch(words):
    for line in sys.stdin:
        path, _, text = line.rstrip("\r\n").partition("\t")
        try:
            differences, found, _, _ = check(read(path), code_in(text, words) if text else None)
            answer = {"answer": "differs" if differences else "same", "differences": differences, "asked_for": found}
        except CannotRead as error:
            answer = {"answer": "cannot_read", "why": str(error)}
        print(json.dumps({"path": path, **answer}), flush=True)
    return 0

def main():
    parser = argparse.ArgumentParser(description="Checks a bundle of an inspection. Exit status: 0 same, 1 differs, 2 wrong use, 3 cannot read.")
    parser.add_argument("bundle", nargs="?", help="the bundle file")
    parser.add_argument("--seal", metavar="WORDS", help="the 12 words or 40 digits on paper, between quotation marks")
    parser.add_argument("--words", metavar="FILE", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "seal-words.txt"))
    parser.add_argument("--batch", action="store_true", help="read bundle paths from standard input, a tab and a seal behind where wanted")
    parser.add_argument("--self-test", action="store_true", help="run the test vectors of RFC 8032")
    given = parser.parse_args()
    words = word_list(given.words)
    if given.self_test:
        return self_test()
    if given.batch and not given.bundle and given.seal is None:
        return batch(words)
    if given.batch or not given.bundle:
        parser.error("one bundle, please")
    asked = None if given.seal is None else code_in(given.seal, words)
    differences, found, journals, codes = check(read(given.bundle), asked)
    print("DIFFERS" if differences else "Same: everything in this bundle fits together.")
    for place in differences:
        told = ", ".join("%s %s" % row for row in place.items() if row[1] is not None)
        print("  differs: " + (told or "the words given are those of no seal here"))
    for journal in journals:
        print("  device %s: %d entries from %d on" % (journal.device.hex(), len(journal.hashes) - 1, journal.first))
    for place, code in enumerate(codes, 1):
        digits = re.sub("(.{5})(?=.)", r"\1 ", "%040d" % code)
        print("  seal %d: %s%s" % (place, digits, " - the one that was asked for" if place == found else ""))
    if asked is None:
        print("  no seal was asked for: compare the digits with those on paper, or give them with --seal")
    return 1 if differences else 0

def self_test():
    vectors = (
        ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
         "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
         "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    )
    for public, message, signature in ((bytes.fromhex(part) for part in vector) for vector in vectors):
        raised = signature[:32] + (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
        wrong = [(public, message + b"x", signature), (public, message, raised), (bytes([1]) + bytes(31), message, signature)]
        wrong.append((public, message, bytes([1]) + bytes(31) + signature[32:]))
        if not signed_by(public, message, signature) or any(signed_by(*one) for one in wrong):
            print("the arithmetic is not RFC 8032's", file=sys.stderr)
            return 1
    print("RFC 8032, section 7.1, tests 1 and 3: right; altered, raised, and weak ones refused")
    return 0

if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotRead as problem:
        print(problem, file=sys.stderr)
        sys.exit(3)
    except WrongUse as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
