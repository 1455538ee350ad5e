/** Finds or installs the Chromium that browser tests drive. */
import { spawnSync } from 'node:child_process';
import { isExecutableFile, say } from './toolchain.mjs';

const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** @returns {string | null} path of an installed Chromium */
export function findBrowser() {
  return candidates.find((path) => path !== undefined && isExecutableFile(path)) ?? null;
}

/** Installs Debian's Chromium when there is none. Ends the process with a clear message where it cannot. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found !== null) return found;
  say('Installing Chromium for the browser tests (once) ...');
  const isRoot = process.getuid?.() === 0;
  const apt = (/** @type {string[]} */ args) =>
    spawnSync(isRoot ? 'apt-get' : 'sudo', isRoot ? args : ['-n', 'apt-get', ...args], {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  // Two tries: package mirrors drop a connection now and then.
  for (let attempt = 0; attempt < 2 && findBrowser() === null; attempt++) {
    apt(['update', '-q']);
    apt(['install', '-y', '-q', '--no-install-recommends', 'chromium']);
  }
  const installed = findBrowser();
  if (installed !== null) return installed;
  say('No Chromium was found and it could not be installed. Install it, or set CHROMIUM_PATH, and run again.');
  return process.exit(1);
}
