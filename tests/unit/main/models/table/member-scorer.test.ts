import { expect, it } from 'vitest';
import { Random } from '../../../../../src-main/models/random.ts';
import { MemberScorer } from '../../../../../src-main/models/table/member-scorer.ts';
import { ROW_DETECTORS } from '../../../../../src-main/models/table/row-members.ts';
import { fitScales, scaleRows } from '../../../../../src-main/models/table/table-scaling.ts';

it('scores a table alike in one part and in many, each row without itself as its neighbour', () => {
  const random = new Random(4);
  const columns = ['a', 'b', 'c'].map((name) => ({
    name,
    values: Float64Array.from({ length: 700 }, () => random.next()),
  }));
  const scales = fitScales(columns);
  const rows = scaleRows(scales, columns);
  const { signal } = new AbortController();
  const members = ROW_DETECTORS.ensemble.map((fit) => fit(rows, scales, { seed: 3, signal }));
  const whole = new MemberScorer(members, 3).score(rows, 0);
  const scorer = new MemberScorer(members, 3);
  const parts = [0, 100, 101, 500].map((from, i, all) =>
    scorer.score(rows.subarray(from * 3, (all[i + 1] ?? 700) * 3), from),
  );
  const joined = whole.map((_, member) => Float64Array.from(parts.flatMap((part) => [...part[member]!])));
  expect(joined).toEqual(whole);
  expect(new MemberScorer(members, 3).score(rows, null)).not.toEqual(whole);
});
