import { writeSync } from 'node:fs';
import { EMPTY_ACCOUNT, type LineAccount } from '#shared/domain/line-account.ts';
import { openCase } from '../../src-main/catalog/open.ts';
import { SegmentWriter } from '../../src-main/lake/segment-writer.ts';
import { buildSegment } from './segment-builder.ts';

/**
 * Run as a process: writes numbered events into a case, block by block, going on where the case stopped.
 * Prints `ack N` after each commit: N events are promised to survive anything from then on.
 * Arguments: case folder, number of blocks, events a block.
 */
const [caseDir = '', blocks = '0', size = '0'] = process.argv.slice(2);
const events = Number(size);
const catalog = await openCase(caseDir, { mode: 'create' });
const source =
  catalog.sources.list()[0] ??
  catalog.sources.add([
    {
      jobId: null,
      path: 'numbers.log',
      absolutePath: '/numbers.log',
      pathHex: null,
      member: null,
      sizeBytes: null,
      modifiedMs: null,
      compression: 'none',
      status: 'pending',
    },
  ])[0]!;
const writer = await SegmentWriter.create(catalog.lakeDir);
let account: LineAccount = source.account;
const resume = source.resume as { blockIndex: number } | null;
for (let block = resume?.blockIndex ?? 0; block < Number(blocks); block++) {
  const first = block * events;
  const columns = buildSegment(
    Array.from({ length: events }, (_, i) => ({
      text: `number ${first + i}`,
      // Every other block spans two days, so that it has two silver files.
      events: [
        {
          epochSeconds: 1_700_000_000 + Math.floor(block / 2) * 86_400 + (block % 2) * i * 60,
          shapeId: BigInt(block % 3),
        },
      ],
    })),
    { sourceId: source.sourceId, firstLine: first + 1, firstEventId: first },
  );
  const segments = await writer.write(`b${String(block).padStart(6, '0')}`, columns);
  const shapeId = (block % 3).toString(16).padStart(16, '0');
  const shape = { shapeId, parts: ['number'], maskNames: [] };
  account = { ...account, lines: first + events, events: first + events, eventLines: first + events };
  catalog.commitBlock({
    sourceId: source.sourceId,
    account,
    resume: { blockIndex: block + 1 },
    segments,
    shapes: [{ shapeId, shape, count: events, firstEventId: first }],
  });
  writeSync(1, `ack ${account.events}\n`);
}
catalog.finishSource(source.sourceId, {
  status: 'whole',
  account: { ...EMPTY_ACCOUNT, ...account },
  errors: [],
  warnings: [],
});
catalog.close();
