/** The engine itself, with an event loop that stops turning at SIGUSR2. */
import process from 'node:process';

process.on('SIGUSR2', () => {
  for (;;);
});
await import('../../../src-main/engine/entry.ts');
