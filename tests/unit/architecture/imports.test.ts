import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findImportViolations } from '../../helpers/import-rules.ts';

const root = resolve(import.meta.dirname, '../../..');

describe('import rules', () => {
  it('hold for every source file', () => {
    expect(findImportViolations(root)).toEqual([]);
  });

  it.each([
    ['src-renderer/panels/events/planted.ts', `import { a } from '../../../src-main/base/a.ts';`],
    ['src-renderer/panels/events/planted.ts', `import { a } from '../timeline/a.ts';`],
    ['src-renderer/state/planted.ts', `import fs from 'node:fs';`],
    ['src-main/service/planted.ts', `import { app } from 'electron';`],
    ['src-main/hosts/web/planted.ts', `const electron = require('electron');`],
    ['src-main/hosts/web/planted.ts', `const electron = await import("electron/main");`],
    ['src-main/hosts/cli/planted.ts', `import { a } from '../web/a.ts';`],
    ['src-main/ingest/planted.ts', `import { a } from '../parsing/a.ts';`],
    ['src-main/models/planted.ts', `export { a } from '../lake/a.ts';`],
    ['src-shared/domain/planted.ts', `import type { A } from '../contract/a.ts';`],
    ['src-shared/base/planted.ts', `import { a } from '../../src-main/base/a.ts';`],
  ])('find a forbidden import planted in %s: %s', (file, text) => {
    const planted = findImportViolations(root, { [file]: text }).filter((violation) => violation.file === file);
    expect(planted).toHaveLength(1);
  });

  it('let the Electron host import electron', () => {
    const file = 'src-main/hosts/electron/planted.ts';
    const planted = findImportViolations(root, { [file]: `import { app } from 'electron';` });
    expect(planted.filter((violation) => violation.file === file)).toEqual([]);
  });
});
