import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CatalogError } from '#shared/base/errors.ts';
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { BackendSession } from './backend-session.ts';

const CATALOG_FILE = 'catalog.sqlite';
const MAX_NAME = 60;

/** The case to read into: the folder given (made when there is none), else a new one under the home. */
export function openOrCreateCase(
  { client }: BackendSession,
  dir: string | undefined,
  firstPath: string,
): Promise<CaseInfo> {
  if (dir === undefined) return client.cases.create({ name: caseName(firstPath) });
  const full = resolve(dir);
  return existsSync(join(full, CATALOG_FILE)) ? client.cases.open({ dir: full }) : client.cases.create({ dir: full });
}

/** A case that must exist. @throws CatalogError `catalog.not-found` naming the folder. */
export function openExistingCase({ client }: BackendSession, dir: string): Promise<CaseInfo> {
  const full = resolve(dir);
  if (!existsSync(join(full, CATALOG_FILE))) {
    throw new CatalogError(
      'catalog.not-found',
      `There is no case in ${full}: give a folder that analyze --case made.`,
      {
        location: { path: full },
      },
    );
  }
  return client.cases.open({ dir: full });
}

function caseName(path: string): string {
  const name = path === '-' ? 'stdin' : basename(resolve(path));
  return name.replaceAll('\0', '').slice(0, MAX_NAME) || 'case';
}
