import type { LevelScale } from './parser-spec.ts';
import { syslogSeverity } from './severity-words.ts';

const BUNYAN: Readonly<Record<number, number>> = { 10: 1, 20: 5, 30: 9, 40: 13, 50: 17, 60: 21 };
const PYTHON: Readonly<Record<number, number>> = { 10: 5, 20: 9, 30: 13, 40: 17, 50: 21 };
const DOTNET = [1, 5, 9, 13, 17, 21, 0];
/** Windows event levels: LogAlways, Critical, Error, Warning, Information, Verbose. */
const WINDOWS = [0, 21, 17, 13, 9, 5];

/** SeverityNumber of a numeric level; 0 where the scale has no such number. */
export function severityOfNumber(level: number, scale: LevelScale): number {
  switch (scale) {
    case 'bunyan':
      return BUNYAN[level] ?? 0;
    case 'python':
      return PYTHON[level] ?? 0;
    case 'syslog':
      return syslogSeverity(level);
    case 'otel':
      return level >= 1 && level <= 24 ? level : 0;
    case 'dotnet':
      return DOTNET[level] ?? 0;
    case 'windows':
      return WINDOWS[level] ?? 0;
    default:
      return 0;
  }
}

/** The scale numeric levels of a sample are written in, when the numbers tell. */
export function guessLevelScale(levels: readonly number[]): LevelScale {
  if (levels.length === 0) return 'none';
  if (levels.every((level) => BUNYAN[level] !== undefined)) return 'bunyan';
  if (levels.every((level) => Number.isInteger(level) && level >= 0 && level <= 7)) return 'syslog';
  return 'none';
}
