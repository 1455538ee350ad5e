import assert from 'node:assert/strict';
import { decodeParameters, encodeParameters } from '../../../src-main/parsing/parameters.ts';
import { mineContents } from '../../helpers/parsing.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { LOG_SEEDS } from '../seeds.ts';
import { LOG_TOKENS } from '../tokens.ts';

const MAX_CONTENTS = 300;

/** Contents into shapes and templates: template and parameters give every content back, to the last byte. */
export const templates: FuzzTarget = {
  name: 'templates',
  seeds: LOG_SEEDS,
  tokens: LOG_TOKENS,
  run(input) {
    // Shapes hold text: bytes that are none were made U+FFFD before.
    const contents = Buffer.from(input).toString('utf8').split('\n').slice(0, MAX_CONTENTS);
    const { table, events } = mineContents(contents);
    events.forEach(({ rebuilt, parameters, text }, i) => {
      assert.equal(rebuilt, contents[i], `template ${text}`);
      assert.deepEqual(decodeParameters(encodeParameters(parameters)), parameters);
    });
    assert.equal(new Set(table.templates.map(({ templateId }) => templateId)).size, table.templates.length);
    for (const { parts, maskNames } of table.templates) assert.equal(parts.length, maskNames.length + 1);
    const wildcards = table.templates.map(({ maskNames }) => maskNames.length);
    return `${Math.min(9, table.templates.length)} ${Math.min(20, Math.max(...wildcards))} ${new Set(table.templates.flatMap(({ maskNames }) => maskNames)).size}`;
  },
};
