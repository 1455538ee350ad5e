/**
 * Compiles the WebAssembly kernels (AssemblyScript, `*.as.ts`) into out/kernels, where bundles, tests and sources run by
 * Node all find them. Also the set-up step of every test project: compiles only what changed.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashFiles, projectNode, projectRoot, runOrExit, say } from './toolchain.mjs';

const options = ['-O3', '--enable', 'simd', '--noAssert', '--importMemory'];

/** By the name of the compiled file: where the sources start, and what else the compiler is told. */
const kernels = {
  lstm: { entry: 'src-main/models/lstm/kernel/index.as.ts', options: ['--enable', 'relaxed-simd', '--runtime', 'stub'] },
  forest: { entry: 'src-main/models/isolation-kernel/index.as.ts', options: ['--enable', 'relaxed-simd', '--runtime', 'stub'] },
  // Buffers are freed when they grow, so it needs an allocator; there is nobody to tell of an abort.
  ingest: {
    entry: 'src-main/pipelines/ingest/kernel/index.as.ts',
    options: ['--runtime', 'minimal', '--use', 'abort='],
  },
};

/** Compiles every kernel that is not there or older than its sources. */
export function ensureKernels() {
  for (const [name, kernel] of Object.entries(kernels)) {
    const target = join(projectRoot, 'out/kernels', `${name}.wasm`);
    const stamp = `${target}.stamp`;
    const settings = [...options, ...kernel.options];
    if (existsSync(target) && existsSync(stamp)) {
      const [key, ...inputs] = readFileSync(stamp, 'utf8').split('\n');
      if (key === keyOf(settings, inputs)) continue;
    }
    say(`Compiling the ${name} kernel ...`);
    mkdirSync(dirname(target), { recursive: true });
    // Written aside: another process may be reading the file.
    const draft = join(dirname(target), `${name}.${process.pid}.draft.wasm`);
    runOrExit(projectNode(), [join(import.meta.dirname, 'compile-kernel.mjs'), kernel.entry, draft, ...settings]);
    const inputs = readFileSync(`${draft}.inputs`, 'utf8').split('\n');
    rmSync(`${draft}.inputs`);
    renameSync(draft, target);
    writeFileSync(stamp, [keyOf(settings, inputs), ...inputs].join('\n'));
  }
}

/** Set-up of a test project. */
export default ensureKernels;

/** @param {string[]} settings @param {string[]} inputs */
function keyOf(settings, inputs) {
  const compiler = ['node_modules/assemblyscript/package.json', 'resources/setup/compile-kernel.mjs'];
  return `${settings.join(' ')} ${hashFiles([...compiler, ...inputs].map((path) => join(projectRoot, path)))}`;
}
