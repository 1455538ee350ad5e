import { statfs } from 'node:fs/promises';
import { formatBytes } from '#shared/base/number-text.ts';
import type { DoctorCheck } from '#shared/contract/app.ts';
import { openRawEngine } from '../lake/engine.ts';
import type { ServiceContext } from './context.ts';

const LOW_DISK_BYTES = 2 * 2 ** 30;
const NODE_MAJOR = 24;

/** Checks every part the product stands on; a failing part is a result, not an error. */
export async function examine(context: ServiceContext): Promise<DoctorCheck[]> {
  return Promise.all([
    check('Node.js', `Use Node ${NODE_MAJOR}; it comes with the product.`, async () => {
      if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) throw new Error(process.version);
      return process.version;
    }),
    check('Home folder', 'Choose another with --home.', async () => {
      context.home.updateSettings({});
      return context.home.homeDir;
    }),
    check('Disk space', 'Free some space; a case takes about a third of its logs.', async () => {
      const { bavail, bsize } = await statfs(context.home.homeDir);
      const text = `${formatBytes(bavail * bsize)} free`;
      if (bavail * bsize < LOW_DISK_BYTES) throw new Error(text);
      return text;
    }),
    check('SQL engine', 'Install again: the DuckDB library is missing or for another machine.', async () => {
      const engine = await openRawEngine({ threads: 1, memoryBytes: 64 * 2 ** 20, temporaryFolder: null });
      engine.close();
      return 'DuckDB opens';
    }),
    check('Sample', 'Make it with: npm run build', async () => {
      if (context.samplePath === null) throw new Error('not found');
      return context.samplePath;
    }),
  ]);
}

async function check(name: string, advice: string, probe: () => Promise<string>): Promise<DoctorCheck> {
  try {
    return { name, isOk: true, detail: await probe(), advice: null };
  } catch (error) {
    return { name, isOk: false, detail: error instanceof Error ? error.message : String(error), advice };
  }
}
