import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

const AXE_PATH = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Serious and critical findings of axe on the page as it stands, one readable line each. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // Evaluated through the protocol: the page's own policy stays as it is in use.
  await page.evaluate(await readFile(AXE_PATH, 'utf8'));
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    interface Violation {
      id: string;
      impact: string;
      nodes: { html: string; target: string[]; failureSummary: string }[];
    }
    return (await axe.run({ resultTypes: ['violations'] })).violations;
  });
  return violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .flatMap((one) =>
      one.nodes.map(
        (node) => `${one.id} (${one.impact}): ${node.target.join(' ')} | ${node.failureSummary.split('\n')[1] ?? ''}`,
      ),
    );
}
