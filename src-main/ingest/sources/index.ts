export { expandPaths } from './expand-paths.ts';
export { openSource } from './open-source.ts';
export * from './types.ts';
