import { ModelError } from '#shared/base/errors.ts';
import { decodeRowArtifact } from '../../models/model-file/row-artifact.ts';
import type { RowModel } from '../../models/table/row-model.ts';

/** A registered model of rows. */
export interface TableModel {
  /** `NAME:3`. */
  readonly label: string;
  readonly rows: RowModel;
}

/** @throws ModelError `model.bad-file`, also when the file is not the one that was stored. */
export function loadRowModel(bytes: Uint8Array, hash: string): RowModel {
  const decoded = decodeRowArtifact(bytes);
  if (decoded.hash === hash) return decoded.artifact.model;
  throw new ModelError('model.bad-file', 'The model file is not the one that was stored: its hash is another.', {
    details: { field: 'hash', expected: hash, found: decoded.hash },
  });
}
