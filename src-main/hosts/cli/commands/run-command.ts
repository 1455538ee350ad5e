import type { CliContext } from '../cli-context.ts';

/** What a command does, once its options are resolved. @returns The exit code. */
export type RunCommand = (context: CliContext, operands: readonly string[]) => Promise<number>;
