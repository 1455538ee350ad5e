interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Row a navigation key leads to; null for any other key. `row` is -1 while no row is marked. */
export function rowAfterKey(event: KeyPress, row: number, rowCount: number, pageRows: number): number | null {
  if (event.altKey || rowCount === 0) return null;
  const isMod = event.ctrlKey || event.metaKey;
  const last = rowCount - 1;
  const clamp = (next: number) => Math.min(last, Math.max(0, next));
  switch (event.key) {
    case 'ArrowDown':
    case 'j':
      return isMod ? null : clamp(row + 1);
    case 'ArrowUp':
    case 'k':
      return isMod ? null : clamp(row - 1);
    case 'PageDown':
      return clamp(Math.max(0, row) + pageRows);
    case 'PageUp':
      return clamp(row - pageRows);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
