"""The estimators of OffPolicyComparison as their papers state them, in straightforward NumPy: one array operation a step of the formula.

Reads "mode N T candidates file" a line from standard input and answers with seconds and all values, candidate by candidate, as JSON.
"""
import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # one thread on both sides

import numpy as np

GAMMA = 0.99
loaded = {}


def columns(path, n, t, candidates):
    if path not in loaded:
        loaded.clear()
        loaded[path] = np.fromfile(path).reshape(2 + 4 * candidates, t, n)
    return loaded[path]


def one_step(r, p, pi, v, q, rho):
    r, p, pi, v, q = r[0], p[0], pi[0], v[0], q[0]
    w = pi / p
    residual = r - q
    return [
        v.mean(), (w * r).mean(), (np.minimum(w, 10) * r).mean(), (w * r).sum() / w.sum(),
        (v + w * residual).mean(), v.mean() + (w * residual).sum() / w.sum(),
        (v + np.where(w <= 10, w, 0) * residual).mean(), (v + 10 * w / (w ** 2 + 10) * residual).mean(),
        (w / (0.9 + 0.1 * w) * r).mean()]


def trajectories(r, p, pi, v, q, rho):
    steps = len(r)
    discount = GAMMA ** np.arange(steps)[:, None]
    w = np.cumprod(pi / p, axis=0)
    before = np.vstack([np.ones((1, w.shape[1])), w[:-1]])
    following = np.vstack([v[1:], np.zeros((1, v.shape[1]))])
    wn = w / w.mean(axis=1, keepdims=True)
    beforen = before / before.mean(axis=1, keepdims=True)
    rhon = rho / rho.mean(axis=1, keepdims=True)
    returns = (discount * r).sum(axis=0)
    error = r + GAMMA * following - q
    return [
        v[0].mean(), (w[-1] * returns).mean(), (w[-1] * returns).sum() / w[-1].sum(),
        (discount * w * r).sum(axis=0).mean(), (discount * wn * r).sum(axis=0).mean(),
        (discount * (w * (r - q) + before * v)).sum(axis=0).mean(),
        (discount * (wn * (r - q) + beforen * v)).sum(axis=0).mean(),
        (discount * rho * r).sum(axis=0).mean(), (discount * rhon * r).sum(axis=0).mean(),
        (v[0] + (discount * rho * error).sum(axis=0)).mean(), (v[0] + (discount * rhon * error).sum(axis=0)).mean()]


if __name__ == "__main__":
    for line in sys.stdin:
        mode, n, t, candidates, path = line.split()
        data = columns(path, int(n), int(t), int(candidates))
        evaluate = one_step if mode == "one-step" else trajectories
        start = time.perf_counter()
        values = [x for c in range(int(candidates)) for x in evaluate(data[0], data[1], *data[2 + 4 * c:6 + 4 * c])]
        print(json.dumps({"seconds": time.perf_counter() - start, "values": [float(x) for x in values]}), flush=True)
