"""Makes the samples under d4rl/ and minari/ with h5py: python3 data/samples/offline.py (h5py 3.7, HDF5 1.10).

The numbers follow simple rules, so that tests can state them:
observation[i, j] = i + j/16, action[i, j] = ((7 i + 3 j) mod 17 - 8)/8, reward[i] = i/4, next observation = observation + 1/32.
"""
import os

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def rows(n, obs, act):
    i = np.arange(n)[:, None]
    observations = (i + np.arange(obs) / 16).astype(np.float32)
    actions = (((7 * i + 3 * np.arange(act)) % 17 - 8) / 8).astype(np.float32)
    return observations, actions, (np.arange(n) / 4).astype(np.float32)


def flags(n, at):
    f = np.zeros(n, dtype=bool)
    f[list(at)] = True
    return f


def d4rl(name, n, obs, act, terminals, timeouts, next_obs, libver, compression, extra=(), metadata=False):
    o, a, r = rows(n, obs, act)
    with h5py.File(os.path.join(HERE, "d4rl", name), "w", libver=libver) as f:
        def put(key, value):
            f.create_dataset(key, data=value, compression=compression, chunks=True if compression else None, shuffle=bool(compression))
        put("observations", o)
        put("actions", a)
        put("rewards", r)
        put("terminals", flags(n, terminals))
        if timeouts is not None:
            put("timeouts", flags(n, timeouts))
        if next_obs:
            put("next_observations", o + np.float32(1 / 32))
        for key, value in extra:
            put(key, value)
        if metadata:
            f["metadata/algorithm"] = "SAC"
            f["metadata/iteration"] = 7
            f["metadata/policy/fc0/weight"] = np.arange(6, dtype=np.float32).reshape(2, 3)
            f["metadata/policy/nonlinearity"] = np.bytes_("relu")


def minari(name, lengths, obs_parts, act, ends, libver):
    with h5py.File(os.path.join(HERE, "minari", name), "w", libver=libver, track_order=True) as f:
        start = 0
        for k, (t, end) in enumerate(zip(lengths, ends)):
            g = f.create_group(f"episode_{k}")
            width = sum(w for _, w in obs_parts)
            o, _, _ = rows(start + t + 1, width, act)
            _, a, r = rows(start + t, width, act)
            o, place = o[start:].astype(np.float64), 0
            for part, w in obs_parts:
                key = "observations/" + part if part else "observations"
                g.create_dataset(key, data=o[:, place:place + w], chunks=True, maxshape=(None, w))
                place += w
            g.create_dataset("actions", data=a[start:], chunks=True, maxshape=(None, act))
            g.create_dataset("rewards", data=r[start:].astype(np.float64), chunks=True, maxshape=(None,))
            g.create_dataset("terminations", data=flags(t, [t - 1] if end == "terminal" else []))
            g.create_dataset("truncations", data=flags(t, [t - 1] if end == "timeout" else []))
            g.create_dataset("infos/qpos", data=-o[:, :2])
            g.create_dataset("infos/note", data=["text"] * (t + 1), dtype=h5py.string_dtype())
            g.attrs["id"], g.attrs["total_steps"], g.attrs["seed"] = k, t, 42 + k
            start += t
        f.attrs["total_episodes"], f.attrs["total_steps"] = len(lengths), sum(lengths)
        f.attrs["dataset_id"], f.attrs["minari_version"] = name.split(".")[0], "0.4.3"
        f.attrs["author"] = ["A", "B"]


qpos = -rows(12, 6, 1)[0]
d4rl("hopper-v2.hdf5", 12, 11, 3, [4], [9], True, "latest", None,
     [("infos/qpos", qpos), ("infos/qvel", qpos * 2), ("infos/action_log_probs", np.arange(12, dtype=np.float32) / -8)], metadata=True)
d4rl("hopper-v0.hdf5", 12, 11, 3, [4], None, False, "earliest", "gzip")
d4rl("hopper-random-expert-0.1-v2.hdf5", 12, 11, 3, [4], [9], True, "earliest", "gzip")
o, _, _ = rows(12, 29, 8)
d4rl("antmaze-v0.hdf5", 12, 29, 8, [], [3], False, "latest", "gzip", [("infos/goal", np.tile(np.float32([3, 5]), (12, 1)))])
with h5py.File(os.path.join(HERE, "d4rl", "antmaze-v0.hdf5"), "a") as f:
    f["observations"][6:, :2] += 1000  # a jump after row 5; the stored timeout after row 3 is wrong
minari("pen-human-v0.hdf5", [4, 3], [("", 5)], 2, ["terminal", "timeout"], "earliest")
minari("pointmaze-v0.hdf5", [3, 2], [("achieved_goal", 2), ("desired_goal", 2), ("observation", 4)], 2, ["timeout", ""], "latest")
