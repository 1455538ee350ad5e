import { CatalogError } from '#shared/base/errors.ts';

/** Plain JSON of a column. @throws CatalogError `catalog.corrupt`: only damage makes it unreadable. */
export function parseJson(text: string): unknown {
  return parse(text, undefined);
}

/** JSON text with 64-bit integers, which findings hold as times: a bigint becomes `{"$ns": "..."}`. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? { $ns: item.toString() } : item));
}

export function fromJson(text: string): unknown {
  return parse(text, (_key, item) => (isBigintText(item) ? BigInt(item.$ns) : item));
}

function isBigintText(item: unknown): item is { $ns: string } {
  return typeof item === 'object' && item !== null && '$ns' in item && typeof item.$ns === 'string';
}

function parse(text: string, revive: ((key: string, item: unknown) => unknown) | undefined): unknown {
  try {
    return JSON.parse(text, revive);
  } catch (error) {
    throw new CatalogError(
      'catalog.corrupt',
      'The catalog holds text that cannot be read. Restore a copy of the case.',
      {
        cause: error,
      },
    );
  }
}
