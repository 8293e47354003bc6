"""Files of h5py for the fuzzing project, with the structures of the first and of the latest file format: python3 make.py (h5py 3.7, HDF5 1.10.8)."""
import os
import h5py
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))


def numbers(file, **filters):
    values = np.arange(600, dtype="f8").reshape(20, 30)
    file.create_dataset("single", data=values, chunks=(20, 30), **filters)
    file.create_dataset("fixed", data=values, chunks=(3, 7), **filters)
    file.create_dataset("extensible", data=np.arange(900, dtype=">i4"), chunks=(7,), maxshape=(None,), **filters)
    file.create_dataset("tree", data=values, chunks=(3, 4), maxshape=(None, None), **filters)
    for i in range(20):  # more names than fit into a header: they lie in a heap with a B-tree
        file.create_dataset(f"many/name{i}", data=np.arange(3, dtype="u2") + i, chunks=(3,), **filters)


def others(file):
    file["texts"] = np.array(["ab", "größer"], dtype=h5py.string_dtype())
    file["fixed texts"] = np.array([b"abc", b"d"])
    file["scalar"] = 2.5
    file["complex"] = np.array([1j])
    file["half"] = np.array([1.5, -2], "f2")
    file.create_dataset("bytes", (2,), dtype=h5py.vlen_dtype(np.uint8))
    file["bytes"][0] = np.arange(5, dtype="u1")
    file["link"] = h5py.SoftLink("/scalar")
    file.create_dataset("lzf", data=np.round(np.random.default_rng(0).normal(size=(50, 4))), chunks=(9, 4), compression="lzf", shuffle=True)
    file.create_dataset("integers", data=np.arange(200), chunks=(50,), scaleoffset=0)
    file.attrs["text"] = "größer"
    for i in range(12):
        file.attrs[f"number{i}"] = i * 0.5


for name, version in [("earliest", "earliest"), ("latest", "latest")]:
    with h5py.File(os.path.join(here, name + ".h5"), "w", libver=version) as file:
        numbers(file, compression="gzip")
        others(file)
# Everything in this one is covered by checksums: metadata of the latest format, chunks with Fletcher-32, nothing of variable length.
with h5py.File(os.path.join(here, "latest-checksums.h5"), "w", libver="latest") as file:
    numbers(file, fletcher32=True, shuffle=True)

# gradient.jpg: 16 × 12 pixels (16 x, 20 y, 128), quality 90, written by Pillow 9.4 (Image.putdata, save).
