import type { FileWarning, WarningClass } from '#shared/domain/issue-class.ts';

/** Counts affected lines by class and keeps where each class was first met; in order of first appearance. */
export class WarningTally {
  private readonly byClass = new Map<WarningClass, FileWarning>();

  /** @param line 1-based; @param offset in the decompressed stream. */
  add(warningClass: WarningClass, message: string, line: number, offset: number): void {
    this.merge({ class: warningClass, count: 1, firstLine: line, firstOffset: offset, message });
  }

  /** Adds counts met later than those already here. */
  merge(later: FileWarning): void {
    const known = this.byClass.get(later.class);
    this.byClass.set(later.class, known === undefined ? later : { ...known, count: known.count + later.count });
  }

  list(): FileWarning[] {
    return [...this.byClass.values()];
  }
}
