import { minuteToRfc3339 } from './calendar.ts';
import type { Planting } from './effect.ts';

/**
 * Ground truth as CSV: `start,end,kind,services,templates`, one row an anomaly in time order.
 * `start` is inclusive and `end` exclusive, both RFC 3339 UTC on whole minutes; services and templates are joined by `;`.
 */
export function formatLabels(plantings: readonly Planting[]): string {
  const rows = plantings.map((planting) =>
    [
      minuteToRfc3339(planting.startMinute),
      minuteToRfc3339(planting.endMinute),
      planting.kind,
      planting.services.join(';'),
      quote(planting.templates.join(';')),
    ].join(','),
  );
  return ['start,end,kind,services,templates', ...rows, ''].join('\n');
}

function quote(field: string): string {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
