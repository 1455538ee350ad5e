import type { Messages } from './messages.ts';
import type { OptionValues } from './option-layers.ts';
import type { Output } from './output.ts';

/** What a command is run with. */
export interface CliContext {
  readonly output: Output;
  readonly messages: Messages;
  /** Fires on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly options: OptionValues;
}

/** A typed view of one option; the command declares it, so its parser has seen it. */
export function optionOf<T>(context: CliContext, name: string): T | undefined {
  return context.options[name] as T | undefined;
}

export function isJson(context: CliContext): boolean {
  return optionOf<boolean>(context, 'json') === true;
}

/** Drops keys without a value, for objects where "absent" and "undefined" differ. */
export function withoutUndefined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
