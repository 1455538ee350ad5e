import { IngestError } from '#shared/base/errors.ts';
import type { FormatIssue } from '#shared/domain/format-issue.ts';
import { classOfCode } from '#shared/contract/error-classes.ts';
import { LocalZone } from '../../timestamps/local-zone.ts';
import { strptimeToSpec } from '../../timestamps/strptime.ts';
import { TimeFields } from '../../timestamps/time-fields.ts';
import { parseOffsetText } from '../../timestamps/zone-names.ts';
import type { FormatDefinition } from '../format-definition.ts';
import type { LevelPattern } from '../parser-spec.ts';
import { compilePattern } from '../pattern/steps.ts';
import { compileRegex } from '../regex/compile-regex.ts';
import type { RoleKeys } from '../role-keys.ts';
import { severityWords } from '../severity-words.ts';
import { FORMAT_KINDS, type FormatFile, type FormatKind, listOf } from './format-file.ts';
import type { FormatText } from './format-text.ts';
import { expandGrok } from './grok.ts';
import { compileLayout } from './pattern-layout.ts';
import { compileStrptimeLine } from './strptime-line.ts';

type Path = readonly PropertyKey[];
type Lines = Pick<
  FormatDefinition,
  'patterns' | 'engine' | 'keys' | 'requires' | 'parts' | 'levels' | 'timezone' | 'headerLines' | 'numberFields'
>;

/** Compiles the parts of a format file; what is wrong with them is collected, each at its field. */
export class FormatCompiler {
  readonly issues: FormatIssue[] = [];
  readonly #text: FormatText;

  constructor(text: FormatText) {
    this.#text = text;
  }

  /** The definition, without its samples; null when there are issues. */
  compile(file: FormatFile): FormatDefinition | null {
    const kind = this.#kindOf(file);
    if (kind === null) return null;
    const lines = this.#linesOf(file, kind);
    const timeSpecs = listOf(file.time).flatMap((time, i) =>
      this.#try(() => [strptimeToSpec(time)], at('time', file.time, i), []),
    );
    const isRegex = lines.engine === 'regex';
    if (!isRegex && file.time !== undefined) this.#complain(['time'], '"time" goes with "grok" and "regex" only.');
    if (!isRegex && file.fields !== undefined) this.#complain(['fields'], '"fields" go with "grok" and "regex" only.');
    if (!isRegex && file.level_patterns !== undefined) {
      this.#complain(['level_patterns'], '"level_patterns" go with "grok" and "regex" only.');
    }
    const timezone = file.timezone ?? lines.timezone ?? '';
    this.#checkZone(timezone, file.timezone === undefined ? [kind] : ['timezone']);
    const definition: FormatDefinition = {
      name: file.name,
      title: file.title ?? file.name,
      ...lines,
      timezone,
      timeSpecs,
      numberFields: [...(lines.numberFields ?? []), ...(file.numbers ?? [])],
      levels: { ...lines.levels, ...this.#levelsOf(file) },
      levelPatterns: this.#levelPatternsOf(file),
      structural: file.structural ?? [],
      joinsLines: file.multiline ?? true,
      defaultSeverity: file.default_level === undefined ? 0 : this.#severity(file.default_level, ['default_level']),
      samples: [],
    };
    return this.issues.length > 0 ? null : definition;
  }

  #kindOf(file: FormatFile): FormatKind | null {
    const kinds = FORMAT_KINDS.filter((kind) => file[kind] !== undefined);
    const [kind, second] = kinds;
    if (kind === undefined) {
      this.#complain([], `A format needs one of ${FORMAT_KINDS.join(', ')}: it says how the lines are written.`);
      return null;
    }
    if (second === undefined) return kind;
    this.#complain([second], `"${kind}" says already how the lines are written; take one of the two out.`);
    return null;
  }

  #linesOf(file: FormatFile, kind: FormatKind): Lines {
    switch (kind) {
      case 'pattern':
        return { patterns: this.#each(file, kind, (pattern) => checked(pattern)) };
      case 'strptime':
        return { patterns: this.#each(file, kind, (line) => checked(compileStrptimeLine(line))) };
      case 'layout':
        return this.#layouts(file);
      case 'regex':
        return { patterns: this.#each(file, kind, checkedRegex), engine: 'regex', keys: rolesOf(file.fields) };
      case 'grok':
        return this.#groks(file);
      default:
        return jsonLines(file);
    }
  }

  #layouts(file: FormatFile): Lines {
    let levels = {};
    let timezone = '';
    let headerLines = 1;
    const patterns = this.#each(file, 'layout', (layout) => {
      const compiled = compileLayout(layout);
      levels = { ...levels, ...compiled.levels };
      if (compiled.timezone !== '') timezone = compiled.timezone;
      headerLines = Math.max(headerLines, compiled.headerLines);
      return checked(compiled.pattern);
    });
    return { patterns, levels, timezone, headerLines };
  }

  #groks(file: FormatFile): Lines {
    const times = new Set<string>();
    const levels = new Set<string>();
    const numbers = new Set<string>();
    const patterns = this.#each(file, 'grok', (grok) => {
      const expanded = expandGrok(grok, file.pattern_definitions);
      for (const name of expanded.times) times.add(name);
      for (const name of expanded.levels) levels.add(name);
      for (const name of expanded.numbers) numbers.add(name);
      return checkedRegex(expanded.regex);
    });
    const stated = rolesOf(file.fields);
    const keys = { ...stated, time: stated.time ?? [...times], level: stated.level ?? [...levels] };
    return { patterns, engine: 'regex', keys, numberFields: [...numbers] };
  }

  #each(file: FormatFile, kind: Exclude<FormatKind, 'json'>, compile: (text: string) => string): string[] {
    return listOf(file[kind]).flatMap((text, i) => this.#try(() => [compile(text)], at(kind, file[kind], i), []));
  }

  #try<T>(work: () => T, path: Path, otherwise: T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof IngestError)) throw error;
      const place = Number(error.details['at'] ?? 0);
      this.issues.push(this.#text.issue(path, problemOf(error), classOfCode(error.code), place));
      return otherwise;
    }
  }

  #complain(path: Path, message: string): void {
    this.issues.push(this.#text.issue(path, message));
  }

  #levelsOf(file: FormatFile): Record<string, number> {
    return Object.fromEntries(
      Object.entries(file.levels ?? {}).map(([word, level]) => [word, this.#severity(level, ['levels', word])]),
    );
  }

  #levelPatternsOf(file: FormatFile): LevelPattern[] {
    return Object.entries(file.level_patterns ?? {}).map(([level, pattern]) => {
      const path = ['level_patterns', level];
      const severity = this.#severity(level, path);
      return { severity, pattern: this.#try(() => checkedRegex(pattern), path, '') };
    });
  }

  #severity(level: string | number, path: Path): number {
    const severity = severityOf(level);
    if (severity === null)
      this.#complain(path, `"${level}" is no level: give one such as info, warn, error, or 0 to 24.`);
    return severity ?? 0;
  }

  #checkZone(zone: string, path: Path): void {
    if (zone === '' || parseOffsetText(zone, new TimeFields()) !== undefined) return;
    this.#try(() => void new LocalZone(zone), path, undefined);
  }
}

/** What is wrong, without what the field and its place say already. */
function problemOf({ details, message }: IngestError): string {
  const problem = details['problem'];
  return typeof problem === 'string' ? `${problem.slice(0, 1).toUpperCase()}${problem.slice(1)}.` : message;
}

/** SeverityNumber of a level word everybody knows, or of a number; null for another word. */
export function severityOf(level: string | number): number | null {
  if (typeof level === 'number') return level;
  const bytes = new TextEncoder().encode(level);
  const found = severityWords().find(bytes, 0, bytes.length);
  return found < 0 ? null : found;
}

function at(field: string, value: unknown, index: number): Path {
  return Array.isArray(value) ? [field, index] : [field];
}

function checked(pattern: string): string {
  compilePattern(pattern);
  return pattern;
}

function checkedRegex(regex: string): string {
  compileRegex(regex);
  return regex;
}

function rolesOf(roles: FormatFile['fields']): RoleKeys {
  const { time, level, message, service, host, component } = roles ?? {};
  const stated = { time, level, message, service, host, component };
  return Object.fromEntries(
    Object.entries(stated).flatMap(([role, names]) => (names === undefined ? [] : [[role, listOf(names)]])),
  );
}

function jsonLines({ json = {} }: FormatFile): Lines {
  const { requires, parts, ...roles } = json;
  const keys = rolesOf(roles);
  const first = [keys.time?.[0], keys.message?.[0], keys.level?.[0]].filter((name) => name !== undefined);
  return { patterns: [], engine: 'json', keys, requires: requires ?? first, ...(parts === undefined ? {} : { parts }) };
}
