/** `npm run fuzz`: installs and compiles what the fuzzer needs, then runs it; see tests/fuzz/main.ts for its arguments. */
import { join } from 'node:path';
import { ensureKernels } from './kernels.mjs';
import { become, ensurePackages, projectNode, projectRoot } from './toolchain.mjs';

ensurePackages();
ensureKernels();
become(projectNode(), [join(projectRoot, 'tests/fuzz/main.ts'), ...process.argv.slice(2)]);
