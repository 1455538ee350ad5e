import { readFileSync } from 'node:fs';
import v8 from 'node:v8';
import { resolveKernel } from '../../workers/resolve.ts';
import type { LstmKernel } from './kernel.ts';
import { createPlainKernel } from './plain-kernel.ts';

const PAGE = 65_536;

/** @returns What makes a kernel over so many bytes of zeroed memory: the compiled one where the engine can run it. */
export function openKernels(): (bytes: number) => LstmKernel {
  const module = compileKernel();
  return module === null ? createPlainKernel : (bytes) => createWasmKernel(module, bytes);
}

/** Null where the engine has no relaxed SIMD, or the build left the kernel out. */
export function compileKernel(): WebAssembly.Module | null {
  joinNeighbours();
  try {
    const code = readFileSync(resolveKernel('lstm'));
    return WebAssembly.validate(code) ? new WebAssembly.Module(code) : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Lets V8 do two neighbouring 128-bit operations as one of 256 bits, lane by lane, so results stay bit for bit the same:
 * nearly twice the speed. The option is known to be there, and was measured, in the V8 of Node 24 only.
 */
function joinNeighbours(): void {
  if (process.arch === 'x64' && process.versions.v8.startsWith('13.6.')) {
    v8.setFlagsFromString('--experimental-wasm-revectorize');
  }
}

/** The compiled kernel over memory of its own. */
export function createWasmKernel(module: WebAssembly.Module, bytes: number): LstmKernel {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const functions = exports as unknown as Omit<LstmKernel, 'kind' | 'numbers' | 'integers'>;
  return {
    ...functions,
    kind: 'wasm',
    numbers: new Float32Array(memory.buffer),
    integers: new Int32Array(memory.buffer),
  };
}
