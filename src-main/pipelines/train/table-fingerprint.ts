import { createHash } from 'node:crypto';
import type { FeatureTable } from '#shared/domain/feature-table.ts';

/** SHA-256 of a table's units and features, 64 hex digits: equal for equal training data, wherever it was read. */
export function fingerprintTable({ units, columns, sequences }: FeatureTable): string {
  const hash = createHash('sha256');
  const addText = (text: string): void => {
    hash.update(`${text.length}:${text}`);
  };
  const addNumbers = (values: Float64Array | Int32Array | null): void => {
    addText(values === null ? 'none' : String(values.length));
    if (values !== null) hash.update(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  };
  addText(`${units.kind} ${units.windowSeconds} ${units.stepSeconds}`);
  for (const key of units.keys ?? []) addText(key);
  addNumbers(units.startSeconds);
  addNumbers(units.endSeconds);
  for (const { spec, rows, values, weights } of columns) {
    addText(spec.name);
    addNumbers(rows);
    addNumbers(values);
    addNumbers(weights);
  }
  if (sequences) {
    // The tree is numbered by first use, which follows from the data.
    for (const numbers of [sequences.nodes, sequences.parents, sequences.templates]) addNumbers(numbers);
    for (const templateId of sequences.templateIds) addText(templateId);
  }
  return hash.digest('hex');
}
