const HEX_BYTES = 1024;

/** A cell's value as JSON text: 64-bit integers exact, bytes as hexadecimal, what JSON has no word for as text. */
export function jsonCell(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
  if (typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (value instanceof Uint8Array) return JSON.stringify(hexOf(value));
  if (value instanceof Date) return JSON.stringify(Number.isNaN(value.getTime()) ? null : value.toISOString());
  return JSON.stringify(value, replaceCell);
}

function replaceCell(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return value instanceof Uint8Array ? hexOf(value) : value;
}

function hexOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEX_BYTES)).toString('hex');
  return bytes.length > HEX_BYTES ? `${text}… (${bytes.length} bytes)` : text;
}

/** Epoch nanoseconds as RFC 3339 with all that is known of the fraction, and with Z where the zone is known. */
export function timeText(timeNs: bigint, isUtc: boolean): string | null {
  const second = 1_000_000_000n;
  const nanos = ((timeNs % second) + second) % second;
  const time = new Date(Number((timeNs - nanos) / second) * 1000);
  if (Number.isNaN(time.getTime())) return null;
  const fraction = nanos === 0n ? '' : `.${nanos.toString().padStart(9, '0').replace(/0+$/, '')}`;
  return `${time.toISOString().slice(0, -5)}${fraction}${isUtc ? 'Z' : ''}`;
}
