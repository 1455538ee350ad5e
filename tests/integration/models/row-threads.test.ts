import { expect, it } from 'vitest';
import { CancelledError } from '#shared/base/errors.ts';
import { Random } from '../../../src-main/models/random.ts';
import { MemberScorer } from '../../../src-main/models/table/member-scorer.ts';
import { ROW_DETECTORS } from '../../../src-main/models/table/row-members.ts';
import { RowThreads } from '../../../src-main/models/table/row-threads.ts';
import { scoreMembers } from '../../../src-main/models/table/score-members.ts';
import { fitScales, scaleRows } from '../../../src-main/models/table/table-scaling.ts';

const WIDTH = 3;
const { signal } = new AbortController();

function fitted(rowCount: number, detector: keyof typeof ROW_DETECTORS) {
  const random = new Random(4);
  const columns = Array.from({ length: WIDTH }, (_, c) => ({
    name: `c${c}`,
    values: Float64Array.from({ length: rowCount }, () => random.next() + random.next()),
  }));
  const scales = fitScales(columns);
  const rows = scaleRows(scales, columns);
  return { rows, members: ROW_DETECTORS[detector].map((fit) => fit(rows, scales, { seed: 3, signal })) };
}

it.each([1, 3])('scores a table part by part on %i threads, to the last bit as in one go', async (count) => {
  const { rows, members } = fitted(2001, 'ensemble');
  const whole = new MemberScorer(members, WIDTH).score(rows, 0);
  const scores = members.map(() => new Float64Array(2001));
  const threads = new RowThreads(count);
  try {
    await threads.open(members, WIDTH);
    const read = (from: number, to: number) => ({ rows: rows.subarray(from * WIDTH, to * WIDTH), firstRow: from });
    await threads.score(2001, 250, read, (part, from) => part.forEach((own, i) => scores[i]!.set(own, from)));
  } finally {
    await threads.dispose();
  }
  expect(scores).toEqual(whole);
});

it('gives large tables the same scores on threads of their own', async () => {
  const { rows, members } = fitted(60_001, 'isolationForest');
  const one = await scoreMembers(members, rows, WIDTH, { isFitted: true, threads: 1, signal });
  expect(await scoreMembers(members, rows, WIDTH, { isFitted: true, threads: 2, signal })).toEqual(one);
});

it.each([1, 2])('stops when it is cancelled, on %i threads', async (threads) => {
  const { rows, members } = fitted(60_001, 'ensemble');
  const controller = new AbortController();
  const scoring = scoreMembers(members, rows, WIDTH, { isFitted: true, threads, signal: controller.signal });
  setImmediate(() => controller.abort());
  await expect(scoring).rejects.toThrow(CancelledError);
});
