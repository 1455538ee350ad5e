/** 1234567.8 as `1,234,568`; whole from 100 on, one decimal from 1 on (`5.8`), two digits below (`0.84`, `0.031`). */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  const isWhole = Number.isInteger(value) || size >= 100;
  const decimals = isWhole ? 0 : size >= 1 ? 1 : Math.min(9, 1 - Math.floor(Math.log10(size)));
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = (whole ?? '0').replace(/\B(?=(\d{3})+$)/g, ',');
  const trimmed = fraction?.replace(/0+$/, '') ?? '';
  return `${value < 0 ? '-' : ''}${grouped}${trimmed === '' ? '' : `.${trimmed}`}`;
}

/** `45 seconds`, `4 minutes`, `2.5 hours`, `3 days`. */
export function formatDuration(seconds: number): string {
  const [size, name] = (
    [
      [86_400, 'day'],
      [3600, 'hour'],
      [60, 'minute'],
    ] as const
  ).find(([length]) => seconds >= length) ?? [1, 'second'];
  const value = Math.round((seconds / size) * 10) / 10;
  return `${formatNumber(value)} ${name}${value === 1 ? '' : 's'}`;
}

/** `2026-03-05 15:54`, with seconds when they are not zero; UTC. */
export function formatTime(ns: bigint): string {
  const iso = new Date(Number(ns / 1_000_000n)).toISOString();
  const seconds = iso.slice(17, 19);
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}${seconds === '00' ? '' : `:${seconds}`}`;
}

/** `31x its usual 13`, or that nothing is usual. */
export function formatRatio(actual: number, usual: number): string {
  if (usual < 0.05) return 'where none is usual';
  return `${formatNumber(actual / usual)}x its usual ${formatNumber(usual)}`;
}

const QUOTE_LENGTH = 80;

/** A template in quotes, cut to a readable length, control characters as visible escapes. */
export function quoteTemplate(text: string): string {
  const flat = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\p{Cc}/gu, (char) => String.raw`\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const cut = flat.length > QUOTE_LENGTH ? `${flat.slice(0, QUOTE_LENGTH - 1)}…` : flat;
  return `'${cut}'`;
}

export function formatCount(value: number, noun: string): string {
  return `${formatNumber(value)} ${noun}${value === 1 ? '' : 's'}`;
}
