/**
 * `npm start`: installs and builds what is missing, then opens the workbench on the bundled sample: in Electron where its
 * runtime is installed, otherwise in the browser, saying which and why. Arguments after `--` go to `serve`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from './bundle.mjs';
import { become, ensurePackages, projectNode, projectRoot, say } from './toolchain.mjs';

ensurePackages();
ensureBuild();

const args = process.argv.slice(2);
const electron = findElectron();
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

if (electron !== null && hasDisplay && !args.includes('--no-open')) {
  say('Opening the workbench in Electron.');
  become(electron, [projectRoot, '--sample']);
} else {
  say(`Opening the workbench in the browser: ${whyNoElectron()}.`);
  become(projectNode(), [join(projectRoot, 'out/main/cli.js'), 'serve', '--sample', ...args]);
}

/** The runtime is not downloaded here: only one that is already on the machine is used. */
function findElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(projectRoot, 'node_modules/electron/dist');
  const pathFile = join(projectRoot, 'node_modules/electron/path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron';
  const binary = join(folder, name);
  return existsSync(binary) ? binary : null;
}

function whyNoElectron() {
  if (args.includes('--no-open')) return '--no-open was given';
  if (electron === null) return 'the Electron runtime is not installed on this machine';
  return 'there is no display for an Electron window';
}
