import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Which folders a folder may import from, besides itself. Longest matching folder wins; the order is the layering. */
export const ALLOWED_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  'src-shared/base': [],
  'src-shared/domain': ['src-shared/base'],
  'src-shared/arrow': ['src-shared/base', 'src-shared/domain'],
  'src-shared/metrics': ['src-shared/base', 'src-shared/domain'],
  'src-shared/contract': ['src-shared'],
  'src-main/base': ['src-shared'],
  'src-main/ingest': ['src-shared', 'src-main/base'],
  'src-main/parsing': ['src-shared', 'src-main/base'],
  'src-main/features': ['src-shared', 'src-main/base'],
  // Training runs on threads; the pool of threads knows no model.
  'src-main/models': ['src-shared', 'src-main/base', 'src-main/workers'],
  'src-main/generator': ['src-shared', 'src-main/base'],
  'src-main/lake': ['src-shared', 'src-main/base'],
  'src-main/catalog': ['src-shared', 'src-main/base'],
  'src-main/reports': ['src-shared', 'src-main/base'],
  'src-main/registry': ['src-shared', 'src-main/base'],
  'src-main/workers': ['src-shared', 'src-main/base'],
  'src-main/pipelines': [
    'src-shared',
    'src-main/base',
    'src-main/ingest',
    'src-main/parsing',
    'src-main/features',
    'src-main/models',
    'src-main/generator',
    'src-main/lake',
    'src-main/catalog',
    'src-main/reports',
    'src-main/registry',
    'src-main/workers',
  ],
  'src-main/service': [
    'src-shared',
    'src-main/base',
    'src-main/pipelines',
    'src-main/lake',
    'src-main/catalog',
    'src-main/reports',
    'src-main/registry',
  ],
  'src-main/engine': ['src-shared', 'src-main/base', 'src-main/service'],
  'src-main/hosts/electron': ['src-shared', 'src-main/base', 'src-main/engine', 'src-main/service'],
  'src-main/hosts/web': ['src-shared', 'src-main/base', 'src-main/engine', 'src-main/service'],
  'src-main/hosts/cli': ['src-shared', 'src-main/base', 'src-main/engine', 'src-main/service'],
  'src-renderer/backend': ['src-shared'],
  'src-renderer/ui': ['src-shared'],
  'src-renderer/charts': ['src-shared', 'src-renderer/ui'],
  // `ui` depends on nothing of the window: state takes its pure text and time helpers.
  'src-renderer/state': ['src-shared', 'src-renderer/backend', 'src-renderer/ui'],
  'src-renderer/panels': [
    'src-shared',
    'src-renderer/state',
    'src-renderer/charts',
    'src-renderer/ui',
    'src-renderer/backend',
  ],
  'src-renderer/app': ['src-shared', 'src-renderer'],
  'src-renderer': ['src-renderer/app', 'src-renderer/backend', 'src-renderer/state'],
};

/** Single files that may break a rule, with the reason. */
export const EXCEPTIONS: ReadonlyArray<{ readonly from: string; readonly to: string; readonly reason: string }> = [];

/** Packages that only these folders may name; everything else imports packages freely. */
export const PACKAGE_OWNERS: Readonly<Record<string, readonly string[]>> = {
  electron: ['src-main/hosts/electron'],
};

export interface Violation {
  readonly file: string;
  readonly specifier: string;
  readonly why: string;
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g;

/** Checks every source file below `root` against the rules. `extra` maps planted paths to their text (for testing the test). */
export function findImportViolations(root: string, extra: Readonly<Record<string, string>> = {}): Violation[] {
  const files = ['src-shared', 'src-main', 'src-renderer'].flatMap((folder) => listSources(root, folder));
  const texts: Array<readonly [string, string]> = files.map((file) => [file, readFileSync(join(root, file), 'utf8')]);
  return [...texts, ...Object.entries(extra)].flatMap(([file, text]) => checkFile(root, file, stripComments(text)));
}

function checkFile(root: string, file: string, text: string): Violation[] {
  const violations: Violation[] = [];
  for (const [, , specifier] of text.matchAll(IMPORT)) {
    if (specifier === undefined) continue;
    const why = whyForbidden(root, file, specifier);
    if (why !== null) violations.push({ file, specifier, why });
  }
  return violations;
}

function whyForbidden(root: string, file: string, specifier: string): string | null {
  const target = resolveTarget(root, file, specifier);
  if (target === null) return whyPackageForbidden(file, specifier);
  if (EXCEPTIONS.some((exception) => exception.from === file && exception.to === target)) return null;
  const from = ruleFolder(file);
  if (from === null) return `${file} is in no folder of the layering`;
  if (isPanel(file) && isPanel(target)) {
    return panelOf(file) === panelOf(target) ? null : 'a panel never imports another panel';
  }
  const isAllowed = isInside(target, from) || (ALLOWED_IMPORTS[from] ?? []).some((folder) => isInside(target, folder));
  return isAllowed ? null : `${from} may not import ${target}`;
}

function whyPackageForbidden(file: string, specifier: string): string | null {
  const name = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? '');
  const owners = PACKAGE_OWNERS[name];
  if (owners !== undefined && !owners.some((folder) => isInside(file, folder)))
    return `only ${owners.join(', ')} imports ${name}`;
  if (specifier.startsWith('node:') && !file.startsWith('src-main/')) return 'Node modules exist only in src-main';
  return null;
}

/** Path below the root, or null for a package. */
function resolveTarget(root: string, file: string, specifier: string): string | null {
  if (specifier.startsWith('#shared/')) return `src-shared/${specifier.slice('#shared/'.length)}`;
  if (!specifier.startsWith('.')) return null;
  const clean = specifier.replace(/\?.*$/, '');
  return relative(root, resolve(root, dirname(file), clean)).replaceAll('\\', '/');
}

function ruleFolder(file: string): string | null {
  const folders = Object.keys(ALLOWED_IMPORTS).filter((folder) => isInside(file, folder));
  return folders.sort((a, b) => b.length - a.length)[0] ?? null;
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

const isPanel = (path: string): boolean => path.startsWith('src-renderer/panels/');
const panelOf = (path: string): string | undefined => path.split('/')[2];

function listSources(root: string, folder: string): string[] {
  const base = join(root, folder);
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
