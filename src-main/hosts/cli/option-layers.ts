import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, type Option } from 'commander';
import { parse } from 'yaml';
import { UsageError } from './exit-code.ts';

export type OptionValues = Readonly<Record<string, unknown>>;

const PREFIX = 'LOG_SENTINEL_';

/**
 * Values of a command's options: defaults < configuration file < LOG_SENTINEL_* variables < command line.
 * The file is YAML: option names at the top (`threads: 2`), and a section a command for what only it should use
 * (`analyze: { window: 60s }`). A variable is the option's name in capitals (`LOG_SENTINEL_THREADS`).
 * @throws UsageError for an unreadable file, an unknown name in it, or a value the option refuses.
 */
export function resolveOptions(command: Command, environment: NodeJS.ProcessEnv): OptionValues {
  const options = [...ownOptions(command), ...ownOptions(rootOf(command))];
  const values: Record<string, unknown> = { ...command.optsWithGlobals<Record<string, unknown>>() };
  const configPath = values['config'] ?? environment[`${PREFIX}CONFIG`];
  const path = typeof configPath === 'string' ? configPath : '';
  const file = path === '' ? {} : readConfig(path, command);
  for (const option of options) {
    const name = option.attributeName();
    if (command.getOptionValueSourceWithGlobals(name) === 'cli') continue;
    const variable = PREFIX + name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    const text = environment[variable];
    if (text !== undefined && text !== '') values[name] = parseLayered(option, text, variable);
    else if (file[name] !== undefined) values[name] = parseLayered(option, file[name], `${path}, ${name}`);
  }
  return values;
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

function ownOptions(command: Command): Option[] {
  return command.options.filter((option) => option.attributeName() !== 'version');
}

function readConfig(path: string, command: Command): Record<string, unknown> {
  const parsed = parseYaml(path);
  const root = rootOf(command);
  const known = new Set([root, ...root.commands].flatMap(ownOptions).map((option) => option.attributeName()));
  const sections = new Map(root.commands.map((one) => [one.name(), one]));
  const top: Record<string, unknown> = {};
  let section: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(parsed)) {
    const named = sections.get(key);
    if (named !== undefined && isPlainObject(value)) {
      const names = camelKeys(value);
      const own = new Set([...ownOptions(named), ...ownOptions(root)].map((option) => option.attributeName()));
      refuseUnknown(Object.keys(names), own, path);
      if (named === command) section = names;
    } else Object.assign(top, camelKeys({ [key]: value }));
  }
  refuseUnknown(Object.keys(top), known, path);
  return { ...top, ...section };
}

function parseYaml(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`The configuration file ${path} cannot be read: check --config.`, cause);
  }
  let parsed: unknown;
  try {
    parsed = parse(text, { maxAliasCount: 100 });
  } catch (cause) {
    throw new UsageError(`The configuration file ${path} is not YAML: ${(cause as Error).message}`, cause);
  }
  if (parsed === null || parsed === undefined) return {};
  if (isPlainObject(parsed)) return parsed;
  throw new UsageError(`The configuration file ${path} must hold option names and values.`);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function camelKeys(object: Record<string, unknown>): Record<string, unknown> {
  const camel = (key: string) => key.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [camel(key), value]));
}

function refuseUnknown(names: readonly string[], known: ReadonlySet<string>, path: string): void {
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new UsageError(`The configuration file ${path} names an unknown option: ${unknown}.`);
}

/** A value of a file or variable, read as the command line would read it. */
function parseLayered(option: Option, value: unknown, origin: string): unknown {
  if (option.isBoolean() || option.negate) return parseFlag(value, origin);
  const texts = (Array.isArray(value) ? value : [value]).map(String);
  try {
    if (option.variadic) return Array.isArray(value) ? texts : texts.flatMap((text) => text.split(','));
    const text = texts.join(',');
    return option.parseArg === undefined
      ? text
      : (option.parseArg as (text: string, previous: unknown) => unknown)(text, undefined);
  } catch (cause) {
    if (!(cause instanceof InvalidArgumentError)) throw cause;
    throw new UsageError(`${origin}: ${cause.message}`, cause);
  }
}

function parseFlag(value: unknown, origin: string): boolean {
  const text = String(value).toLowerCase();
  if (text === 'true' || text === '1' || text === 'yes') return true;
  if (text === 'false' || text === '0' || text === 'no') return false;
  throw new UsageError(`${origin}: give true or false.`);
}
