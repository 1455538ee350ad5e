"""What `train-lstm.ts` does, by torch on one thread: `train-lstm.py FILE`. Ends with 3 where it is not installed."""

import json
import sys
import time

try:
    import numpy
    import torch
except ImportError:
    sys.exit(3)

STEPS, WIDTH, OUTER, CODE, BATCH = 20, 32, 64, 32, 256
torch.set_num_threads(1)
torch.manual_seed(1)


class Autoencoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = torch.nn.LSTM(WIDTH, OUTER, batch_first=True)
        self.code = torch.nn.LSTM(OUTER, CODE, batch_first=True)
        self.decoder = torch.nn.LSTM(CODE, OUTER, batch_first=True)
        self.output = torch.nn.Linear(OUTER, WIDTH)

    def forward(self, windows):
        hidden, _ = self.encoder(windows)
        code, _ = self.code(hidden)
        repeated = code[:, -1:, :].expand(-1, STEPS, -1)
        hidden, _ = self.decoder(repeated)
        return self.output(hidden)


windows = torch.from_numpy(numpy.fromfile(sys.argv[1], dtype=numpy.float32).reshape(-1, STEPS, WIDTH))
network = Autoencoder()
optimiser = torch.optim.Adam(network.parameters(), lr=0.001)


def epoch():
    for batch in torch.randperm(len(windows)).split(BATCH):
        optimiser.zero_grad()
        chosen = windows[batch]
        torch.nn.functional.mse_loss(network(chosen), chosen).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()


def score():
    with torch.no_grad():
        return torch.cat([((network(part) - part) ** 2).mean(dim=2) for part in windows.split(BATCH)])


def seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


epoch()
epochs = sorted(seconds(epoch) for _ in range(2))
score()
print(json.dumps({"epochSeconds": sum(epochs) / 2, "scoreSeconds": seconds(score), "loss": float(score().mean())}))
