import { ModelError } from '#shared/base/errors.ts';
import type { ReferenceDistribution } from '#shared/domain/reference-distribution.ts';
import { decodeRowArtifact } from '../../models/model-file/row-artifact.ts';
import type { RowModel } from '../../models/table/row-model.ts';

/** A registered model of rows. */
export interface TableModel {
  /** `NAME:3`. */
  readonly label: string;
  readonly rows: RowModel;
  /** Null in files made before it was kept. */
  readonly reference: ReferenceDistribution | null;
}

/** @throws ModelError `model.bad-file`, also when the file is not the one that was stored. */
export function loadRowModel(bytes: Uint8Array, hash: string): Omit<TableModel, 'label'> {
  const decoded = decodeRowArtifact(bytes);
  const { model, reference } = decoded.artifact;
  if (decoded.hash === hash) return { rows: model, reference: reference ?? null };
  throw new ModelError('model.bad-file', 'The model file is not the one that was stored: its hash is another.', {
    details: { field: 'hash', expected: hash, found: decoded.hash },
  });
}
