import type { TemplateRow } from '../../state/template-table.ts';

export type TemplateOrder = 'rare' | 'frequent' | 'newest' | 'latest' | 'text';

export const TEMPLATE_ORDERS: Readonly<Record<TemplateOrder, string>> = {
  rare: 'Rare first',
  frequent: 'Frequent',
  newest: 'Newest',
  latest: 'Last seen',
  text: 'A to Z',
};

/** Templates that hold every typed word (case-insensitive), in the wished order; ties keep the order of the table. */
export function listTemplates(
  rows: readonly TemplateRow[],
  search: string,
  order: TemplateOrder,
): readonly TemplateRow[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const shown = rows.filter((row) => {
    const text = `${row.name ?? ''} ${row.text}`.toLowerCase();
    return row.count > 0 && words.every((word) => text.includes(word));
  });
  return shown.sort(COMPARE[order]);
}

const COMPARE: Readonly<Record<TemplateOrder, (a: TemplateRow, b: TemplateRow) => number>> = {
  rare: (a, b) => a.count - b.count,
  frequent: (a, b) => b.count - a.count,
  newest: (a, b) => compareNs(b.firstNs, a.firstNs),
  latest: (a, b) => compareNs(b.lastNs, a.lastNs),
  text: (a, b) => a.text.localeCompare(b.text, 'en'),
};

/** Times without a value count as the earliest. */
function compareNs(a: bigint | null, b: bigint | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
