import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');
/** Beside the kernels, where the bundled code looks for them. */
const outDir = join(root, 'out/bench');
const PROGRAMS = [
  'open-file',
  'index-lines',
  'write-lake',
  'first-rows',
  'ask-case',
  'score-forest',
  'train-lstm',
] as const;
/** Threads of the product that they start. */
const WORKERS = {
  'block.worker': 'src-main/pipelines/ingest/block.worker.ts',
  'lstm.worker': 'src-main/models/lstm/train.worker.ts',
  'mine.worker': 'src-main/pipelines/templates/mine.worker.ts',
  'rows.worker': 'src-main/models/table/rows.worker.ts',
} as const;

export type BenchProgram = (typeof PROGRAMS)[number];

/** Bundles the programs that are measured as whole processes, as the product is bundled. @returns the path of each. */
export async function bundleBenches(): Promise<Readonly<Record<BenchProgram, string>>> {
  const programs = Object.fromEntries(PROGRAMS.map((name) => [name, join(import.meta.dirname, `${name}.ts`)]));
  const workers = Object.fromEntries(Object.entries(WORKERS).map(([name, path]) => [name, join(root, path)]));
  const input = { ...programs, ...workers };
  const output = { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' };
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: { ssr: true, target: 'node24', minify: false, outDir, emptyOutDir: true, rollupOptions: { input, output } },
  });
  return Object.fromEntries(PROGRAMS.map((name) => [name, join(outDir, `${name}.js`)])) as Record<BenchProgram, string>;
}
