/** JSON with 64-bit integers, which findings hold as times: a bigint becomes `{"$ns": "..."}`. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? { $ns: item.toString() } : item));
}

export function fromJson(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => (isBigintText(item) ? BigInt(item.$ns) : item));
}

function isBigintText(item: unknown): item is { $ns: string } {
  return typeof item === 'object' && item !== null && '$ns' in item && typeof item.$ns === 'string';
}
