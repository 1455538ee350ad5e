import { createHash } from 'node:crypto';

/** SHA-256 over which template each shape and variant has, in the order of their ids; 64 hex digits. */
export function digestAlignments(
  alignments: readonly { readonly shapeId: string; readonly templateId: string }[],
): string {
  const digest = createHash('sha256');
  for (const { shapeId, templateId } of alignments.toSorted((a, b) => (a.shapeId < b.shapeId ? -1 : 1))) {
    digest.update(`${shapeId} ${templateId}\n`);
  }
  return digest.digest('hex');
}
