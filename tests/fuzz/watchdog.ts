/** A thread beside the fuzzer: ends the process when one input takes for ever, which no code in it could tell. */
import { workerData } from 'node:worker_threads';

const HANG_SECONDS = 40;
const inputs = new BigInt64Array(workerData as SharedArrayBuffer);

let last = -1n;
let since = 0;
setInterval(() => {
  const { user, system } = process.cpuUsage();
  const now = (user + system) / 1e6;
  const count = Atomics.load(inputs, 0);
  if (count !== last) [last, since] = [count, now];
  else if (now - since > HANG_SECONDS) process.kill(process.pid, 'SIGKILL');
}, 1000);
