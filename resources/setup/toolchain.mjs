/**
 * What both set-up commands share: installing the locked packages once, building when a source changed, and finding the
 * project's own Node 24. Plain JavaScript for the Node 20 that a fresh machine has; no dependency, since none is there yet.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const isWindows = process.platform === 'win32';
const installStamp = join(projectRoot, 'node_modules/.log-sentinel-install');

/** @param {string} message */
export function say(message) {
  process.stderr.write(`${message}\n`);
}

/**
 * Runs a command in the project folder and ends this process with its code when it fails.
 * @param {string} command @param {string[]} args @param {Record<string, string>} [env]
 */
export function runOrExit(command, args, env = {}) {
  // Output goes to stderr so that stdout carries only what the user asked for.
  const result = spawnSync(command, args, {
    cwd: projectRoot,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...env },
    shell: isWindows,
  });
  if (result.status !== 0) {
    say(`${command} ${args.join(' ')} failed (${result.error?.message ?? `exit code ${result.status}`}).`);
    process.exit(result.status ?? 1);
  }
}

/** Installs the locked packages unless exactly this lock file is installed already (so a second run needs no network). */
export function ensurePackages() {
  const lock = hashFiles([join(projectRoot, 'package-lock.json'), join(projectRoot, 'package.json')]);
  if (existsSync(installStamp) && readFileSync(installStamp, 'utf8') === lock) return;
  say('Installing packages (once) ...');
  // Not `npm ci`: it refuses a lock file that leaves out optional packages of other platforms. `--no-save` keeps the lock
  // as it is, and its integrity hashes are checked all the same.
  runOrExit('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline']);
  writeFileSync(installStamp, lock);
}

/** The Node 24 that the lock file brings; the running one where it is new enough (macOS has no such package). */
export function projectNode() {
  const own = join(projectRoot, 'node_modules/.bin', isWindows ? 'node.cmd' : 'node');
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  say('Log Sentinel needs Node 24. No packaged Node fits this platform: install Node 24 and run again.');
  return process.exit(1);
}

/**
 * @param {string} name package whose binary is wanted @param {string} [binName] when it has several
 * @returns path of the script itself, to be run by projectNode()
 */
export function binScript(name, binName = name) {
  const packageFile = join(projectRoot, 'node_modules', name, 'package.json');
  const { bin } = JSON.parse(readFileSync(packageFile, 'utf8'));
  return join(dirname(packageFile), typeof bin === 'string' ? bin : bin[binName]);
}

/**
 * Runs a long-lived child that shares this terminal, hands on signals, and ends with its exit code.
 * @param {string} command @param {string[]} args @param {Record<string, string>} [env]
 */
export function become(command, args, env = {}) {
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: isWindows,
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    say(`Cannot start ${command}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

/** @param {string} folder @returns {string[]} */
export function listFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** @param {string[]} paths */
export function hashFiles(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path.slice(projectRoot.length)).update(existsSync(path) ? readFileSync(path) : '');
  return hash.digest('hex');
}

/** @param {string} path */
export function isExecutableFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
