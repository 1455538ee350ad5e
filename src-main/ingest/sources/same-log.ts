import { readGeneration } from './generations.ts';
import type { SourceFile } from './types.ts';

/** Where a source lies and what it is called there: in an archive by its name inside. */
export function placeOf(file: SourceFile): { readonly folder: string; readonly name: string } {
  const path = (file.member === null ? file.absolutePath : `${file.absolutePath}!${file.member}`).replaceAll('\\', '/');
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1;
  return { folder: path.slice(0, at), name: path.slice(at) };
}

/** Whether two sources are generations of one log: one written on after the other was put aside. */
export function isSameLog(a: SourceFile, b: SourceFile): boolean {
  const [left, right] = [placeOf(a), placeOf(b)];
  return left.folder === right.folder && readGeneration(left.name).family === readGeneration(right.name).family;
}
