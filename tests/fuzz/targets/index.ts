import type { FuzzTarget } from '../fuzz-target.ts';
import { containers } from './containers.ts';
import { encodings } from './encodings.ts';
import { engines } from './engines.ts';
import { lines } from './lines.ts';
import { modelTarget } from './models.ts';
import { splitter } from './splitter.ts';
import { tableTarget } from './tables.ts';
import { templates } from './templates.ts';
import { times } from './times.ts';
import { regexes, userFormats } from './user-formats.ts';

export async function allTargets(): Promise<FuzzTarget[]> {
  const made = [await tableTarget(), await modelTarget()];
  return [splitter, encodings, containers, times, lines, engines, userFormats, regexes, templates, ...made];
}
