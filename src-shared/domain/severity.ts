/** OpenTelemetry SeverityNumber of the first value of each range; 0 is "unspecified". */
export const Severity = { unspecified: 0, trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 } as const;

export type SeverityName = 'unspecified' | 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Names in ascending order; index = `severityBand`. */
export const SEVERITY_NAMES: readonly SeverityName[] = [
  'unspecified',
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
];

/** Maps a SeverityNumber (0..24) to its band 0..6 (index into SEVERITY_NAMES). */
export function severityBand(severityNumber: number): number {
  return severityNumber <= 0 ? 0 : Math.min(6, Math.floor((severityNumber - 1) / 4) + 1);
}
