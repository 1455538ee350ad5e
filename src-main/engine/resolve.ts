import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute path of the engine's entry: the `.ts` beside this file from sources, `engine.js` in the bundle. */
export function resolveEngineEntry(): string {
  if (import.meta.url.endsWith('.ts')) return fileURLToPath(new URL('./entry.ts', import.meta.url));
  const beside = fileURLToPath(new URL('./engine.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../engine.js', import.meta.url));
}
