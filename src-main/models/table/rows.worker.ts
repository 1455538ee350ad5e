import { serveWorker } from '../../workers/port.ts';
import { MemberScorer } from './member-scorer.ts';
import type { OpenRowsInput, ScoreRowsInput } from './row-threads.ts';

/** Entry of a thread that scores parts of a table. */
serveWorker(() => {
  let scorer: MemberScorer | null = null;
  return {
    handlers: {
      open: ({ members, width }: OpenRowsInput) => {
        scorer = new MemberScorer(members, width);
        return { output: null, transfer: [] };
      },
      score: ({ rows, firstRow }: ScoreRowsInput) => {
        if (scorer === null) throw new Error('The thread was given rows before members.');
        const output = scorer.score(rows, firstRow);
        return { output, transfer: output.map((scores) => scores.buffer as ArrayBuffer) };
      },
    },
    dispose: async () => undefined,
  };
});
