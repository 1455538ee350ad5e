import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const MAX_PATHS = 1000;

export interface DesktopArguments {
  readonly isSample: boolean;
  /** Existing files and folders, absolute. */
  readonly paths: readonly string[];
}

/**
 * What a command line asks for. It may come from another program or a link: options but `--sample` are ignored, and only
 * paths that exist count; nothing in it is run or fetched.
 * @param args Without the program and, unpackaged, without the application's folder.
 */
export function parseDesktopArguments(args: readonly string[], workingFolder: string): DesktopArguments {
  const paths = args
    .filter((arg) => arg !== '' && !arg.startsWith('-') && arg.length <= 4096 && !arg.includes('\0'))
    .map((arg) => resolve(workingFolder, arg))
    .filter((path) => existsSync(path))
    .slice(0, MAX_PATHS);
  return { isSample: args.includes('--sample'), paths };
}
