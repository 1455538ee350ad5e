import { DEFAULT_TIME_CONTEXT, type TimeContext } from '../timestamps/time-context.ts';
import type { FormatDefinition } from './format-definition.ts';
import type { ParserSpec } from './parser-spec.ts';

/** A leap year: while a format is only being tried, every year-less date can exist. */
export const TRIAL_TIME_CONTEXT: TimeContext = { ...DEFAULT_TIME_CONTEXT, baseYear: 2024 };

/** The spec of lines without header or time. */
export function plainSpec(): ParserSpec {
  return {
    format: 'plain',
    engine: 'plain',
    time: DEFAULT_TIME_CONTEXT,
    patterns: [],
    levels: {},
    hasCommonLevels: true,
    structural: [],
    joinsLines: false,
    hasEscapes: false,
    hasFrames: false,
    levelScale: 'none',
    keys: {},
    defaultSeverity: 0,
    columns: [],
    separator: '',
    leastCells: 2,
    others: [],
    defaultService: '',
    isEnvelope: false,
    inner: [],
    spansLines: false,
    headerLines: 1,
    batch: [],
    recordIndent: -1,
    hasLongLines: false,
    parts: [],
    wholeContent: 'text',
    elements: [],
    record: null,
    timeSpecs: [],
    levelPatterns: [],
    numberFields: [],
    timezone: '',
  };
}

/** The spec of a definition, before anything is known of the source's times. */
export function specOf(definition: FormatDefinition, time: TimeContext = TRIAL_TIME_CONTEXT): ParserSpec {
  return {
    ...plainSpec(),
    format: definition.name,
    engine: definition.engine ?? 'pattern',
    time,
    patterns: definition.patterns,
    levels: definition.levels ?? {},
    hasCommonLevels: definition.hasCommonLevels ?? true,
    structural: definition.structural ?? [],
    joinsLines: definition.joinsLines ?? true,
    levelScale: definition.levelScale ?? 'none',
    isEnvelope: definition.isEnvelope ?? false,
    keys: definition.keys ?? {},
    defaultSeverity: definition.defaultSeverity ?? 0,
    headerLines: definition.headerLines ?? 1,
    spansLines: definition.spansLines ?? (definition.headerLines ?? 1) > 1,
    parts: definition.parts ?? [],
    elements: definition.elements ?? [],
    record: definition.record ?? null,
    columns: definition.columns ?? [],
    separator: definition.separator ?? '',
    leastCells: definition.leastCells ?? 2,
    timeSpecs: definition.timeSpecs ?? [],
    levelPatterns: definition.levelPatterns ?? [],
    numberFields: definition.numberFields ?? [],
    timezone: definition.timezone ?? '',
  };
}
