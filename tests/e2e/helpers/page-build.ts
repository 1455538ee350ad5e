import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/**
 * Builds a page folder (one with an index.html) into a temporary folder and gives its path.
 * @param kind `shipped` is the page as users get it; `talkative` keeps React's own warnings, which tests look at.
 */
export async function buildPage(root: string, kind: 'shipped' | 'talkative'): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'sentinel-page-'));
  // The compiler and React both look here; the test runner's own value would mix development and production.
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = kind === 'shipped' ? 'production' : 'development';
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 4000 },
  });
  process.env['NODE_ENV'] = before;
  return outDir;
}
