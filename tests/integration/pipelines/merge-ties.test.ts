import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { ingestInto, temporaryFolder } from '../../helpers/ingest-case.ts';

describe('several sources by time', () => {
  it('are merged with equal times in the order they were read in, whatever the number of threads', async () => {
    using folder = temporaryFolder();
    const paths = ['t1.log', 't2.log', 't3.log'].map((name) => join(folder.path, name));
    const line = (second: number, name: string): string =>
      `2024-05-01T12:00:0${second}Z INFO worker ${name} ${second}\n`;
    for (const [index, path] of paths.entries()) {
      writeFileSync(path, [0, 1, 1, 3].map((second) => line(second, `s${index}`)).join(''));
    }
    const expected = [0, 1, 3].flatMap((second) =>
      [0, 1, 2].flatMap((source) => Array.from({ length: second === 1 ? 2 : 1 }, () => `s${source} ${second}`)),
    );
    for (const threads of [1, 3]) {
      const catalog = await openCase(join(folder.path, `${threads}.sentinel`), { mode: 'create' });
      await ingestInto(catalog, { paths, options: { threads } });
      const reader = await CaseReader.open(catalog, catalog.lakeDir);
      const rows = await reader.eventPage(await reader.eventIndex(), 0, 100);
      expect(rows.map(({ content }) => content.slice(-4))).toEqual(expected);
      reader.close();
      catalog.close();
    }
  });
});
