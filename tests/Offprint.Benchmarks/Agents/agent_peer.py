"""TD3+BC, IQL, SAC and PPO written plainly in PyTorch, one seed after another.

Reads lines "algorithm width batch seconds" and answers with the processor's seconds of one update of one seed;
for PPO of one minibatch, with its share of what an update does once.
"""
import copy
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
OBS, ACT, ROWS, SEEDS = 17, 6, 100_000, 5
GAMMA, TAU, RATE = 0.99, 0.005, 3e-4


def mlp(inputs, outputs, width, activation=nn.ReLU):
    return nn.Sequential(nn.Linear(inputs, width), activation(), nn.Linear(width, width), activation(), nn.Linear(width, outputs))


class Twin(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.q1, self.q2 = mlp(OBS + ACT, 1, width), mlp(OBS + ACT, 1, width)

    def forward(self, s, a):
        x = torch.cat([s, a], 1)
        return self.q1(x), self.q2(x)


def step(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def polyak(net, target):
    with torch.no_grad():
        for p, t in zip(net.parameters(), target.parameters()):
            t.mul_(1 - TAU).add_(p, alpha=TAU)


class Learner:
    rows = None  # rows of an update; None for those of a batch

    def __init__(self, width):
        self.critic = Twin(width)
        self.target = copy.deepcopy(self.critic)
        self.critic_adam = torch.optim.Adam(self.critic.parameters(), lr=RATE)
        self.updates = 0

    def make_actor(self, width, outputs, *extra):
        self.actor = mlp(OBS, outputs, width)
        self.actor_adam = torch.optim.Adam(list(self.actor.parameters()) + list(extra), lr=RATE)

    def critic_step(self, s, a, y):
        q1, q2 = self.critic(s, a)
        step(self.critic_adam, F.mse_loss(q1, y) + F.mse_loss(q2, y))

    def learn(self, batch, *columns):
        self.update(*columns)
        return 1


class Td3Bc(Learner):
    def __init__(self, width):
        super().__init__(width)
        self.make_actor(width, ACT)
        self.actor_target = copy.deepcopy(self.actor)

    def update(self, s, a, r, n, m):
        self.updates += 1
        with torch.no_grad():
            noise = (torch.randn_like(a) * 0.2).clamp(-0.5, 0.5)
            an = (torch.tanh(self.actor_target(n)) + noise).clamp(-1, 1)
            y = r + GAMMA * m * torch.min(*self.target(n, an))
        self.critic_step(s, a, y)
        if self.updates % 2 == 0:
            pi = torch.tanh(self.actor(s))
            q = self.critic.q1(torch.cat([s, pi], 1))
            step(self.actor_adam, -2.5 / q.abs().mean().detach() * q.mean() + F.mse_loss(pi, a))
            polyak(self.critic, self.target)
            polyak(self.actor, self.actor_target)


class Iql(Learner):
    def __init__(self, width):
        super().__init__(width)
        self.value = mlp(OBS, 1, width)
        self.value_adam = torch.optim.Adam(self.value.parameters(), lr=RATE)
        self.log_std = nn.Parameter(torch.zeros(ACT))
        self.make_actor(width, ACT, self.log_std)

    def update(self, s, a, r, n, m):
        with torch.no_grad():
            q = torch.min(*self.target(s, a))
            y = r + GAMMA * m * self.value(n)
        u = q - self.value(s)
        step(self.value_adam, (torch.abs(0.7 - (u < 0).float()) * u ** 2).mean())
        self.critic_step(s, a, y)
        weight = torch.exp(3 * u.detach()).clamp(max=100)
        law = torch.distributions.Normal(torch.tanh(self.actor(s)), self.log_std.clamp(-10, 2).exp(), validate_args=False)
        step(self.actor_adam, -(weight * law.log_prob(a).sum(1, keepdim=True)).mean())
        polyak(self.critic, self.target)


class Sac(Learner):
    def __init__(self, width):
        super().__init__(width)
        self.make_actor(width, 2 * ACT)
        self.log_alpha = nn.Parameter(torch.zeros(1))
        self.alpha_adam = torch.optim.Adam([self.log_alpha], lr=RATE)

    def sample(self, s):
        mean, log_std = self.actor(s).chunk(2, 1)
        log_std = log_std.clamp(-20, 2)
        noise = torch.randn_like(mean)
        u = mean + log_std.exp() * noise
        log_prob = (-0.5 * noise ** 2 - log_std - 0.5 * math.log(2 * math.pi)).sum(1, keepdim=True)
        return torch.tanh(u), log_prob - (2 * (math.log(2) - u - F.softplus(-2 * u))).sum(1, keepdim=True)

    def update(self, s, a, r, n, m):
        with torch.no_grad():
            an, log_prob = self.sample(n)
            y = r + GAMMA * m * (torch.min(*self.target(n, an)) - self.log_alpha.exp() * log_prob)
        self.critic_step(s, a, y)
        pi, log_prob = self.sample(s)
        step(self.actor_adam, (self.log_alpha.exp().detach() * log_prob - torch.min(*self.critic(s, pi))).mean())
        step(self.alpha_adam, (-self.log_alpha.exp() * (log_prob.detach() - ACT)).mean())
        polyak(self.critic, self.target)


class Ppo:
    rows, epochs = 2048, 10

    def __init__(self, width):
        self.actor, self.value = mlp(OBS, ACT, width, nn.Tanh), mlp(OBS, 1, width, nn.Tanh)
        self.log_std = nn.Parameter(torch.zeros(ACT))
        self.parameters = [*self.actor.parameters(), self.log_std, *self.value.parameters()]
        self.adam = torch.optim.Adam(self.parameters, lr=RATE, eps=1e-5)

    def law(self, s):
        return torch.distributions.Normal(self.actor(s), self.log_std.exp(), validate_args=False)

    def learn(self, batch, s, a, r, n, m):
        with torch.no_grad():
            old, v, nv = self.law(s).log_prob(a).sum(1, keepdim=True), self.value(s), self.value(n)
            delta, following, advantages = (r + GAMMA * m * nv - v).flatten().tolist(), 0.0, []
            for d, alive in zip(reversed(delta), reversed(m.flatten().tolist())):
                following = d + GAMMA * 0.95 * alive * following
                advantages.append(following)
            advantages = torch.tensor(advantages[::-1])[:, None]
            returns = advantages + v
        minibatches = 0
        for _ in range(self.epochs):
            for rows in torch.randperm(self.rows).split(batch):
                law, adv = self.law(s[rows]), advantages[rows]
                log_ratio = law.log_prob(a[rows]).sum(1, keepdim=True) - old[rows]
                ratio = log_ratio.exp()
                with torch.no_grad():
                    self.kl, self.clipped = ((ratio - 1) - log_ratio).mean().item(), ((ratio - 1).abs() > 0.2).float().mean().item()
                adv = (adv - adv.mean()) / (adv.std() + 1e-8)
                actor = -torch.min(ratio * adv, ratio.clamp(0.8, 1.2) * adv).mean() - 0.0 * law.entropy().sum(1).mean()
                self.adam.zero_grad()
                (actor + 0.5 * F.mse_loss(self.value(s[rows]), returns[rows])).backward()
                nn.utils.clip_grad_norm_(self.parameters, 0.5)
                self.adam.step()
                minibatches += 1
        return minibatches


def product_rate():
    """Operations a second of products of 256 x 256 matrices; zero where they are wrong."""
    x, y, best = torch.randn(256, 256), torch.randn(256, 256), 0
    if not torch.allclose(torch.mm(x, y).double(), torch.mm(x.double(), y.double()), atol=1e-3):
        return 0
    for _ in range(20):
        start = time.process_time()
        for _ in range(20):
            torch.mm(x, y)
        best = max(best, 20 * 2 * 256 ** 3 / (time.process_time() - start))
    return best


ALGORITHMS = {"TD3+BC": Td3Bc, "IQL": Iql, "SAC": Sac, "PPO": Ppo}


def main():
    torch.manual_seed(0)
    if sys.argv[1:] == ["rate"]:
        print(product_rate())
        return
    data = (torch.randn(ROWS, OBS), torch.rand(ROWS, ACT) * 2 - 1, torch.randn(ROWS, 1), torch.randn(ROWS, OBS), torch.ones(ROWS, 1))
    learners = {}
    print("PyTorch", torch.__version__, flush=True)
    for line in sys.stdin:
        name, width, batch, seconds = line.split()
        width, batch, seconds = int(width), int(batch), float(seconds)
        if (name, width) not in learners:
            learners[name, width] = [ALGORITHMS[name](width) for _ in range(SEEDS)]
        updates, start = 0, time.process_time()
        while time.process_time() - start < seconds:
            for learner in learners[name, width]:
                rows = torch.randint(0, ROWS, (learner.rows or batch,))
                updates += learner.learn(batch, *(column[rows] for column in data))
        print((time.process_time() - start) / updates, flush=True)


main()
