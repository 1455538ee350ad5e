/**
 * `npm test`: installs what the tests need (packages, browser), builds, checks types, format, lint and dead code, runs every
 * suite, and ends with the line `N passed, N failed` over all of them. Arguments go to vitest.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureBuild } from './bundle.mjs';
import { binScript, ensurePackages, projectNode, projectRoot, say } from './toolchain.mjs';

ensurePackages();
const browser = ensureBrowser();
ensureBuild();

let passed = 0;
let failed = 0;

for (const folder of ['src-shared', 'src-main', 'src-renderer', 'tests']) {
  check(`types of ${folder}`, 'typescript', 'tsc', ['-p', folder]);
}
check('format', '@biomejs/biome', 'biome', ['format', '.']);
check('lint', 'oxlint', 'oxlint', ['--type-aware', '--deny-warnings']);
check('dead code', 'knip', 'knip', ['--no-progress']);
runSuites();

say('');
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** @param {string} name @param {string} packageName @param {string} bin @param {string[]} args */
function check(name, packageName, bin, args) {
  const script = binScript(packageName, bin);
  const result = spawnSync(projectNode(), [script, ...args], { cwd: projectRoot, stdio: ['ignore', 2, 2] });
  const isGood = result.status === 0;
  say(`${isGood ? 'ok' : 'FAILED'}: ${name}`);
  if (isGood) passed++;
  else failed++;
}

function runSuites() {
  const folder = mkdtempSync(join(tmpdir(), 'log-sentinel-test-'));
  const report = join(folder, 'report.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)];
  const result = spawnSync(projectNode(), [binScript('vitest'), ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, CHROMIUM_PATH: browser },
  });
  if (existsSync(report)) {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    passed += numPassedTests;
    failed += numFailedTests;
  }
  // A suite that dies before its tests run counts no failed test, but vitest says so by its exit code.
  if (result.status !== 0 && failed === 0) failed++;
  rmSync(folder, { recursive: true, force: true });
}
