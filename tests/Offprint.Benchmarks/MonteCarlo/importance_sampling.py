"""The estimator of ImportanceSamplingComparison in straightforward NumPy: one array operation a step, no loop over points.

Reads a problem's name a line from standard input, runs the estimator once, and answers with seconds and the estimates as JSON.
"""
import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # one thread a run on both sides: repetitions run side by side

import numpy as np

BUDGET, ROUNDS, RIDGE, ITERATIONS, TOLERANCE = 20_000, 5, 1e-6, 400, 1e-10


class Gaussian:
    def __init__(self, mean, covariance):
        self.mean, self.lower = mean, np.linalg.cholesky(covariance)
        self.inverse = np.linalg.inv(self.lower)
        self.constant = -0.5 * len(mean) * np.log(2 * np.pi) - np.log(np.diag(self.lower)).sum()

    def sample(self, n, rng):
        return rng.standard_normal((n, len(self.mean))) @ self.lower.T + self.mean

    def log(self, x):
        z = (x - self.mean) @ self.inverse.T
        return self.constant - 0.5 * np.einsum("ni,ni->n", z, z)


class Beam:
    """A law of the beam: log-normal forces and modulus, correlated normal lengths."""

    def __init__(self, row):
        means, (wt, wl, tl) = row[:6], row[6:]
        self.sigma = np.sqrt(np.log(1 + np.array([0.08, 0.08, 0.06]) ** 2))
        self.mu = np.log(means[:3]) - self.sigma ** 2 / 2
        scale = 0.1 * means[3:]
        self.lengths = Gaussian(means[3:], np.array([[1, wt, wl], [wt, 1, tl], [wl, tl, 1]]) * np.outer(scale, scale))

    def sample(self, n, rng):
        return np.hstack([np.exp(self.mu + self.sigma * rng.standard_normal((n, 3))), self.lengths.sample(n, rng)])

    def log(self, x):
        with np.errstate(invalid="ignore", divide="ignore"):
            logs = np.log(x[:, :3])
            z = (logs - self.mu) / self.sigma
            density = (-0.5 * z ** 2 - logs - np.log(self.sigma) - 0.5 * np.log(2 * np.pi)).sum(1)
        return np.where((x[:, :3] > 0).all(1), density, -np.inf) + self.lengths.log(x[:, 3:])


class Mixture:
    def __init__(self, parts, weights):
        keep = [k for k, w in enumerate(weights) if w > 0]
        self.parts, self.weights = [parts[k] for k in keep], np.array([weights[k] for k in keep]) / np.sum(weights)

    def sample(self, n, rng):
        counts = rng.multinomial(n, self.weights)
        return np.vstack([p.sample(c, rng) for p, c in zip(self.parts, counts) if c])

    def log(self, x):
        return log_mixture(np.stack([p.log(x) for p in self.parts]), self.weights)


def log_mixture(logs, weights):
    top = np.maximum(logs.max(0), -1e300)
    with np.errstate(divide="ignore"):
        return top + np.log(weights @ np.exp(logs - top))


def minimize(ratios, costs, alpha):
    value = np.inf
    for _ in range(ITERATIONS + 1):
        kept = alpha > 0
        own = ratios[kept] if not kept.all() else ratios
        mixture = alpha[kept] @ own
        mixture[mixture == 0] = np.inf
        share = costs / mixture
        new = share.mean()
        if not value - new > TOLERANCE * new and np.isfinite(value):
            break
        value, gradient = new, own @ (share / mixture) / len(costs)
        step = alpha[kept] * np.sqrt(gradient)
        step[step < 1e-12 * step.sum()] = 0
        alpha = alpha.copy()
        alpha[kept] = step / step.sum()
    return alpha


def fit(x, w):
    total = w.sum()
    mean = w @ x / total
    centered = x - mean
    return Gaussian(mean, (centered * w[:, None]).T @ centered / total + RIDGE * np.eye(x.shape[1]))


def estimate(phi, laws, initial, weights, rng):
    """phi: points -> [outputs, N]; laws: one density or one an expectation; weights: [J], of the criterion."""
    limit, size = BUDGET // 2, BUDGET // 2 // ROUNDS
    log_f = lambda x: np.stack([f.log(x) for f in laws])
    x = initial.sample(size, rng)
    y, lf, log_h, sources = phi(x), log_f(x), initial.log(x), [(initial, size)]
    terms = np.exp(lf - log_h) * y
    beta, variance, count = terms.mean(1), weights @ terms.var(1, ddof=1), len(terms)
    alpha = np.sqrt(weights) * beta
    alpha /= alpha.sum()
    while len(x) < limit:
        parts = [fit(x, t) for t in terms]
        ratios = np.exp(np.stack([g.log(x) for g in parts]) - log_h)
        costs = weights @ (terms - beta[:, None] * ratios) ** 2
        alpha = minimize(ratios, costs, 0.5 * alpha + 0.5 / count)
        proposal = Mixture(parts, alpha)
        new = proposal.sample(size, rng)
        y_new, lf_new = phi(new), log_f(new)
        logs = np.stack([g.log(new) for g in parts])
        log_g = log_mixture(logs, alpha)
        u, v = np.exp(logs - log_g), np.exp(lf_new - log_g) * y_new
        beta = ((u * v).mean(1) - u.mean(1) * v.mean(1)) / u.var(1, ddof=1)
        new_variance = weights @ (v - beta[:, None] * u).var(1, ddof=1)
        used = len(x)
        sources.append((proposal, size))
        stop = variance / (BUDGET - used) <= new_variance / (BUDGET - used - size)
        variance = new_variance
        total = used + size
        log_h = np.concatenate([
            log_h + np.log((used + size * (alpha @ ratios)) / total),
            log_mixture(np.stack([q.log(new) for q, _ in sources]), np.array([n / total for _, n in sources]))])
        x, y, lf = np.vstack([x, new]), np.hstack([y, y_new]), np.hstack([lf, lf_new])
        terms = np.exp(lf - log_h) * y
        if stop:
            break
    x = proposal.sample(BUDGET - len(x), rng)
    logs = np.stack([g.log(x) for g in parts])
    log_g = log_mixture(logs, alpha)
    return beta + (np.exp(log_f(x) - log_g) * phi(x) - beta[:, None] * np.exp(logs - log_g)).mean(1)


def deflection(fx, fy, e, w, t, l):
    return np.abs(4e-9 * l ** 3 / (e * w * t) * np.sqrt((fx / w ** 2) ** 2 + (fy / t ** 2) ** 2))


def sobol():
    means, variations = np.array([556.8, 453.6, 200, 0.062, 0.0987, 4.29]), np.array([0.08, 0.08, 0.06, 0.1, 0.1, 0.1])
    sigma = np.sqrt(np.log(1 + variations[:3] ** 2))

    def physical(z):
        return np.hstack([np.exp(np.log(means[:3]) - sigma ** 2 / 2 + sigma * z[:, :3]), means[3:] * (1 + variations[3:] * z[:, 3:])])

    def phi(z):
        a, b = physical(z[:, :6]), physical(z[:, 6:])
        y = deflection(*a.T)
        rows = []
        for i in range(6):
            mixed = b.copy()
            mixed[:, i] = a[:, i]
            rows.append(y * deflection(*mixed.T))
        return np.stack(rows + [y, y ** 2])

    law = Gaussian(np.zeros(12), np.eye(12))
    return phi, [law], law, np.ones(8)


def laws(design):
    parts = [Beam(row) for row in design]
    return (lambda x: deflection(*x.T)[None]), parts, Mixture(parts, [1.0] * len(parts)), np.ones(len(parts))


def moments():
    law = Gaussian(np.zeros(1), np.eye(1))
    exact = np.cumprod(np.arange(1.0, 20, 2))
    return (lambda x: np.stack([x[:, 0] ** (2 * j) for j in range(1, 11)])), [law], law, exact ** -2


if __name__ == "__main__":
    problems = {"moments": moments(), "beam": sobol(), "laws": laws(np.array(json.loads(sys.stdin.readline())))}
    for repetition, line in enumerate(sys.stdin):
        start = time.perf_counter()
        values = estimate(*problems[line.strip()], np.random.default_rng(repetition))
        print(json.dumps({"seconds": time.perf_counter() - start, "values": values.tolist()}), flush=True)
