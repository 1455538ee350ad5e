export { expandPaths } from './expand-paths.ts';
export { fileErrorFrom } from './file-issues.ts';
export { OpenFiles } from './open-files.ts';
export { openSource } from './open-source.ts';
export { type PathOrigin, readPathOrigin } from './path-origin.ts';
export type { PlainBytes } from './plain-bytes.ts';
export { isSameLog } from './same-log.ts';
export * from './types.ts';
