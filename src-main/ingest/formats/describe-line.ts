import type { ParsedLine } from './parsed-line.ts';
import type { SampleFields } from './parser-spec.ts';

const decoder = new TextDecoder();

/** RFC 3339 in UTC; nanoseconds are written as far as they are not zero, in groups of three. */
function formatInstant(epochSeconds: number, nanos: number): string {
  const whole = new Date(epochSeconds * 1000).toISOString().slice(0, -5);
  if (nanos === 0) return `${whole}Z`;
  const digits = String(nanos)
    .padStart(9, '0')
    .replace(/(?:000)+$/, '');
  return `${whole}.${digits}Z`;
}

/** A parsed line as strings, for people and tests. */
export function describeLine(bytes: Uint8Array, start: number, end: number, line: ParsedLine): SampleFields {
  const text = (from: number, to: number): string | null =>
    from < 0 ? null : decoder.decode(bytes.subarray(from, to));
  const content = line.content ?? bytes;
  return {
    line: decoder.decode(bytes.subarray(start, end)),
    time: line.hasTime ? formatInstant(line.epochSeconds, line.nanos) : null,
    severity: line.severity,
    severityText: line.severityText ?? text(line.severityStart, line.severityEnd),
    service: line.serviceText ?? text(line.serviceStart, line.serviceEnd),
    host: line.hostText ?? text(line.hostStart, line.hostEnd),
    component: line.componentText ?? text(line.componentStart, line.componentEnd),
    content: decoder.decode(content.subarray(line.contentStart, line.contentEnd)),
    attributes: line.attributes,
  };
}
