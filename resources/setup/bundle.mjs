/** Builds the product into out/: kernels, hosts, workers, window and sample log. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureKernels } from './kernels.mjs';
import { binScript, hashFiles, listFiles, projectNode, projectRoot, runOrExit, say } from './toolchain.mjs';

const buildStamp = join(projectRoot, 'out/.build-stamp');

/** Builds the bundle unless it is newer than every source. */
export function ensureBuild() {
  const sources = ['src-main', 'src-renderer', 'src-shared'].flatMap((folder) => listFiles(join(projectRoot, folder)));
  const key = hashFiles([...sources, join(projectRoot, 'electron.vite.config.ts'), join(projectRoot, 'package-lock.json')]);
  if (existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === key) return;
  say('Building ...');
  build();
  mkdirSync(dirname(buildStamp), { recursive: true });
  writeFileSync(buildStamp, key);
}

/** Compiles kernels, bundles hosts, workers and the window, and generates the sample log: small, the same bytes everywhere. */
export function build() {
  ensureKernels();
  // Of files that are about to be replaced; see src-main/hosts/cli/main.ts.
  rmSync(join(projectRoot, 'out/code-cache'), { recursive: true, force: true });
  runOrExit(projectNode(), [binScript('electron-vite'), 'build', '--logLevel', 'warn']);
  const sample = ['--events', '60000', '--days', '1', '--seed', '2024', '--out', join(projectRoot, 'out/sample')];
  runOrExit(projectNode(), [join(projectRoot, 'out/main/cli.js'), 'generate', ...sample, '--quiet']);
}
