/** A supervisor in a process of its own, so that it can be stopped together with its engine; says its states as lines of JSON. */
import { EngineSupervisor } from '../../../src-main/engine/supervisor.ts';

const [homeDir = '', hangAfterMs = ''] = process.argv.slice(2);
const supervisor = new EngineSupervisor({
  homeDir,
  version: '0',
  samplePath: null,
  hangAfterMs: Number(hangAfterMs),
  onState: (state) => process.stdout.write(`${JSON.stringify(state)}\n`),
});
process.stdin.on('end', () => void supervisor.stop()).resume();
await supervisor.start();
