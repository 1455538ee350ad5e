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
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [react()],
    define: { 'process.env.NODE_ENV': JSON.stringify(kind === 'shipped' ? 'production' : 'development') },
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 4000 },
  });
  return outDir;
}
