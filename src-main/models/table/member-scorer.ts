import { PathLengths } from '../isolation-scoring.ts';
import { averagePathLength } from '../isolation-trees.ts';
import type { RowMember } from './row-members.ts';
import { sampledDistances } from './sampled-neighbours.ts';

/** Scores a table part by part; what members need for it is made ready once. Rows do not depend on one another. */
export class MemberScorer {
  readonly #scores: readonly ((rows: Float32Array, firstRow: number | null) => Float64Array)[];

  /** @param width Columns of the rows that will come, scaled. */
  constructor(members: readonly RowMember[], width: number) {
    this.#scores = members.map((member) => {
      if (member.kind === 'neighbours') {
        return (rows, firstRow) => sampledDistances(member.samples, rows, { firstRow });
      }
      const lengths = new PathLengths(member.trees, width);
      const scale = member.trees.roots.length * averagePathLength(member.maxSamples);
      return (rows) => scoreLengths(lengths.sum(rows), scale);
    });
  }

  /**
   * @param rows Row-major. @param firstRow Which row of the fitted table the first one is; null for rows of another one.
   * @returns Raw scores, higher is more anomalous: one array a member, one score a row.
   */
  score(rows: Float32Array, firstRow: number | null): Float64Array[] {
    return this.#scores.map((score) => score(rows, firstRow));
  }
}

function scoreLengths(sums: Float64Array, scale: number): Float64Array {
  for (let row = 0; row < sums.length; row++) sums[row] = 2 ** (-sums[row]! / scale);
  return sums;
}
