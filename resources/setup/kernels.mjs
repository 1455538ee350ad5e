/**
 * Compiles the WebAssembly kernels (AssemblyScript, `*.as.ts`) into out/kernels, where bundles, tests and sources run by
 * Node all find them. Also the set-up step of every test project: compiles only what changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binScript, projectNode, projectRoot, runOrExit, say } from './toolchain.mjs';

/** Name of the compiled file and the folder of its sources; each has an index.as.ts. */
const kernels = { lstm: 'src-main/models/lstm/kernel' };
const options = ['-O3', '--enable', 'simd', '--enable', 'relaxed-simd', '--runtime', 'stub', '--noAssert', '--importMemory'];

/** Compiles every kernel that is not there or older than its sources. */
export function ensureKernels() {
  for (const [name, folder] of Object.entries(kernels)) {
    const target = join(projectRoot, 'out/kernels', `${name}.wasm`);
    const stamp = `${target}.stamp`;
    const key = keyOf(join(projectRoot, folder));
    if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) continue;
    say(`Compiling the ${name} kernel ...`);
    mkdirSync(dirname(target), { recursive: true });
    // Written aside: another process may be reading the file.
    const draft = join(dirname(target), `${name}.${process.pid}.draft.wasm`);
    runOrExit(projectNode(), [binScript('assemblyscript', 'asc'), join(folder, 'index.as.ts'), '-o', draft, ...options]);
    renameSync(draft, target);
    writeFileSync(stamp, key);
  }
}

/** Set-up of a test project. */
export default ensureKernels;

/** @param {string} folder */
function keyOf(folder) {
  const hash = createHash('sha256').update(options.join(' '));
  hash.update(readFileSync(join(projectRoot, 'node_modules/assemblyscript/package.json')));
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
