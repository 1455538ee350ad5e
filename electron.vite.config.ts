import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const from = (path: string): string => resolve(import.meta.dirname, path);

/**
 * Libraries that are JavaScript alone go into the bundle: finding and reading their hundreds of files takes longer than
 * running them. What has native code or worker threads of its own stays outside.
 */
const BUNDLED = [
  '@duckdb/node-api',
  '@orpc/client',
  '@orpc/contract',
  '@orpc/server',
  'apache-arrow',
  'chardet',
  'commander',
  'croner',
  'hono',
  'kysely',
  'xz-decompress',
  'yaml',
  'yauzl',
  'zod',
];

export default defineConfig({
  main: {
    build: {
      externalizeDeps: { exclude: BUNDLED },
      outDir: 'out/main',
      target: 'node24',
      minify: false,
      // Named entries: hosts, the engine process, and every worker thread (src-main/workers/resolve.ts).
      rollupOptions: {
        input: {
          index: from('src-main/hosts/electron/main.ts'),
          engine: from('src-main/engine/entry.ts'),
          web: from('src-main/hosts/web/main.ts'),
          cli: from('src-main/hosts/cli/main.ts'),
          'block.worker': from('src-main/pipelines/ingest/block.worker.ts'),
          'lstm.worker': from('src-main/models/lstm/train.worker.ts'),
          'mine.worker': from('src-main/pipelines/templates/mine.worker.ts'),
          'rows.worker': from('src-main/models/table/rows.worker.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload must be CommonJS although the package is a module.
      rollupOptions: {
        input: { preload: from('src-main/hosts/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('src-renderer'),
    plugins: [react()],
    build: { outDir: from('out/renderer'), rollupOptions: { input: from('src-renderer/index.html') } },
  },
});
