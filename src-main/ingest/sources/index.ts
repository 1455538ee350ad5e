export { expandPaths } from './expand-paths.ts';
export { OpenFiles } from './open-files.ts';
export { openSource } from './open-source.ts';
export * from './types.ts';
