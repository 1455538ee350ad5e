import type { JumpTarget } from '../../state/panel-requests.ts';

/**
 * Reads what was typed: a whole number is a line of the chosen file, everything else a time.
 * @returns null when it is neither, or a line without a file to find it in.
 */
export function readJump(
  text: string,
  parseTime: (text: string) => bigint | null,
  sourceId: number | null,
): JumpTarget | null {
  const typed = text.trim().replaceAll(',', '');
  if (/^\d+$/.test(typed)) {
    const line = Number(typed);
    return line >= 1 && Number.isSafeInteger(line) && sourceId !== null ? { kind: 'line', sourceId, line } : null;
  }
  const timeNs = parseTime(text.trim());
  return timeNs === null ? null : { kind: 'time', timeNs };
}
