import { readFileSync } from 'node:fs';
import { compileWide } from './compile-wide.ts';
import { type KernelName, resolveKernel } from './resolve.ts';

/** Twice as fast by wider registers. */
const WIDE_KERNELS: ReadonlySet<KernelName> = new Set(['lstm']);

const modules = new Map<KernelName, WebAssembly.Module | null>();

/**
 * A compiled kernel, made once a thread and kept as long as the thread lives. Threads that start and end all the time have to
 * be given something to share: whoever starts them opens their kernel first. V8 keeps one copy of the code for all threads
 * that hold the same module; freeing and making it anew beside threads that end has taken whole processes down
 * (`jit_page_->allocations_.erase`, nodejs/node#64500), and costs each thread the compiling besides.
 * @returns Null where the engine cannot run it, or the build left it out.
 */
export function openKernel(name: KernelName): WebAssembly.Module | null {
  let module = modules.get(name);
  if (module === undefined) {
    module = compile(name);
    modules.set(name, module);
  }
  return module;
}

function compile(name: KernelName): WebAssembly.Module | null {
  try {
    const code = readFileSync(resolveKernel(name));
    if (!WebAssembly.validate(code)) return null;
    return WIDE_KERNELS.has(name) ? compileWide(code) : new WebAssembly.Module(code);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
