/**
 * `node compile-kernel.mjs ENTRY OUTPUT [asc option ...]`: compiles one kernel and writes the paths of its sources, one a line,
 * to OUTPUT.inputs. Two rules let a kernel share sources with the program (src-main/base/portable.ts): a file `x.as.ts`
 * takes the place of an `x.ts` beside it, and the word `type` is left out of imports, which AssemblyScript does not know.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import asc from 'assemblyscript/asc';

const root = resolve(import.meta.dirname, '../..');
const [entry, output, ...options] = process.argv.slice(2);
/** @type {Set<string>} */
const inputs = new Set();

const { error } = await asc.main([entry, '-o', output, ...options], {
  stdout: process.stderr,
  stderr: process.stderr,
  readFile(name, baseDir) {
    const path = resolve(baseDir, name);
    const own = path.replace(/(\.as)?\.ts$/, '.as.ts');
    const source = existsSync(own) ? own : path;
    if (!existsSync(source)) return null;
    inputs.add(relative(root, source));
    return readFileSync(source, 'utf8')
      .replaceAll(/\bimport type\b/g, 'import')
      .replaceAll(/([{,]\s*)type (?=\w+\s*[,}])/g, '$1');
  },
});
if (error !== null) process.exit(1);
writeFileSync(`${output}.inputs`, [...inputs].sort().join('\n'));
