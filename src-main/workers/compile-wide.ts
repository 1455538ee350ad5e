import { setFlagsFromString } from 'node:v8';

/**
 * In force while a module is compiled: the whole of it at once, by the optimising compiler, which joins pairs of 128-bit
 * operations into 256-bit ones. What was compiled later, as it gets hot, would be compiled without.
 */
const WIDE = ['--experimental-wasm-revectorize', '--no-liftoff', '--no-wasm-lazy-compilation'];
const USUAL = ['--no-experimental-wasm-revectorize', '--liftoff', '--wasm-lazy-compilation'];

/**
 * Compiles a kernel for registers of 256 bits, where the processor has them and V8 can. The same numbers to the last bit:
 * lanes do not meet. Only for small kernels of long vector loops: compiling takes the place of the first calls.
 * Why not an option of the process: the forest's kernel is twice as slow so, and reading is nothing to try out a compiler's
 * newest part on. Flags of V8 belong to the process: what another thread compiles in these milliseconds may be compiled
 * this way too, which changes its speed alone. Electron may have sealed them, and a write then ends the process: there the
 * kernel is compiled as any other.
 */
export function compileWide(code: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  if (process.versions['electron'] !== undefined) return new WebAssembly.Module(code);
  for (const flag of WIDE) setFlagsFromString(flag);
  try {
    return new WebAssembly.Module(code);
  } finally {
    for (const flag of USUAL) setFlagsFromString(flag);
  }
}
