/**
 * `score-forest.js ROWS WIDTH LABELS`: fits an isolation forest (100 trees of 256 rows) on a file of row-major 32-bit
 * floats and scores every row, on one thread. Prints, as JSON, the ROC AUC against a byte a row and the highest memory.
 */
import { readFileSync } from 'node:fs';
import { scoreMember } from '../../src-main/models/table/row-members.ts';
import { growTrees } from '../../src-main/models/isolation-trees.ts';
import { Random } from '../../src-main/models/random.ts';
import { rocAuc } from '../../src-shared/metrics/ranking.ts';

const [rows = '', width = '', labels = ''] = process.argv.slice(2);
const MAX_SAMPLES = 256;

const bytes = readFileSync(rows);
const data = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
const trees = growTrees(data, Number(width), { nEstimators: 100, maxSamples: MAX_SAMPLES, random: new Random(1) });
const member = { kind: 'forest', maxSamples: MAX_SAMPLES, trees } as const;
const scores = scoreMember(member, data, Number(width), { isFitted: true });
const peakRssBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({ rocAuc: rocAuc(readFileSync(labels), scores), peakRssBytes })}\n`);
