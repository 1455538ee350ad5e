/**
 * `first-rows.js FILE HOME`: opens a file as a window does, through the service's contract, and prints as JSON how many
 * seconds after that the first rows and the first incidents (partial, as long as reading goes on) could be shown.
 */
import { tableUrl } from '../../src-shared/contract/tables.ts';
import { SILENT_LOG } from '../../src-main/base/log.ts';
import { createBackend } from '../../src-main/service/backend.ts';

const SCREEN_ROWS = 60;
const [path = '', homeDir = ''] = process.argv.slice(2);

const backend = await createBackend({ homeDir, version: 'bench', samplePath: null, log: SILENT_LOG });
const { client } = backend;
const startedMs = performance.now();
const elapsed = (): number => (performance.now() - startedMs) / 1000;
const { caseId } = (await client.cases.create({ name: 'first-rows' })).summary;
const { jobId } = await client.jobs.startAnalyze({ caseId, paths: [path], options: { showsPartial: true } });
// A window shows its list before there is anything in it.
await showRows();
let firstRows: number | null = null;
let firstIncidents: number | null = null;
for await (const event of await client.jobs.events({ jobId })) {
  if (event.type === 'failed') throw new Error(event.error.message);
  if (event.type !== 'rows' && event.type !== 'done') continue;
  if (firstRows === null && (await showRows()) > 0) firstRows = elapsed();
  if (firstIncidents === null && (await countIncidents()) > 0) firstIncidents = elapsed();
}
const seconds = elapsed();
await backend.dispose();
process.stdout.write(`${JSON.stringify({ firstRows, firstIncidents, seconds })}\n`);

/** @returns Incidents on show: the partial ones as long as there are no exact ones. */
async function countIncidents(): Promise<number> {
  const exact = await client.incidents.list({ caseId });
  return exact.length > 0 ? exact.length : ((await client.incidents.partial({ caseId }))?.incidents.length ?? 0);
}

/** @returns Events of the list, after a screen of them was fetched. */
async function showRows(): Promise<number> {
  const { indexId, count } = await client.events.openIndex({ caseId });
  if (count === 0) return 0;
  const url = tableUrl('events', { caseId, indexId, offset: 0, limit: SCREEN_ROWS });
  const response = await backend.fetch(new Request(`http://bench${url}`));
  if (!response.ok) throw new Error(await response.text());
  await response.arrayBuffer();
  await client.events.closeIndex({ caseId, indexId });
  return count;
}
