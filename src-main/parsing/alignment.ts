import { splitAtHoles, HOLE } from './units.ts';
import { type UnitTable, WILD } from './unit-table.ts';

/**
 * Text of a shape for each wildcard of its template, with its holes. Wildcards without constant text between them are
 * one, so the template text never holds two in a row.
 */
export function alignShape(units: Int32Array, columns: Int32Array, table: UnitTable): string[] {
  const gaps: string[] = [];
  let isOpen = false;
  const add = (text: string): void => {
    if (isOpen) gaps[gaps.length - 1] += text;
    else gaps.push(text);
    isOpen = true;
  };
  for (let i = 0; i < units.length; i++) {
    const text = table.text[units[i] as number] as string;
    if (columns[i] === WILD) {
      add(text);
      continue;
    }
    splitAtHoles(text).forEach((chunk, n) => {
      if (n > 0) add(HOLE);
      if (chunk !== '') isOpen = false;
    });
  }
  return gaps;
}

/** Constant parts of a template from its columns; one more than its wildcards. */
export function templateParts(columns: Int32Array, table: UnitTable): string[] {
  const parts: string[] = [''];
  let isOpen = false;
  const open = (): void => {
    if (!isOpen) parts.push('');
    isOpen = true;
  };
  for (const unit of columns) {
    if (unit === WILD) {
      open();
      continue;
    }
    splitAtHoles(table.text[unit] as string).forEach((chunk, n) => {
      if (n > 0) open();
      if (chunk === '') return;
      parts[parts.length - 1] += chunk;
      isOpen = false;
    });
  }
  return parts;
}
