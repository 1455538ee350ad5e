/** What the generator can plant and an incident can be told as; names are part of the command line's contract. */
export const ANOMALY_KINDS = [
  'spike',
  'errors',
  'silence',
  'newTemplate',
  'slow',
  'reorder',
  'valueShift',
  'hotKey',
] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

/** `newTemplate` reads `new template`; kinds of other versions too. */
export function anomalyKindText(kind: string): string {
  return kind
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();
}
