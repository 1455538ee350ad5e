import type { LayerCheck } from '#shared/contract/quality.ts';

/** Checks of a case whose events are all well but for a few rejected lines. */
export const FAKE_LAYER_CHECKS: LayerCheck[] = [
  check('bronze.lines:1', 'bronze', 'Every line is stored once', 'pass', '200 of 1..200', '200 of 1..200'),
  check('bronze.rejected:1', 'bronze', 'Rejected lines', 'warn', '3 of 200', 'at most 1 %'),
  check('silver.ids', 'silver', 'Event ids are dense', 'pass', '197 of 0..196', '197 of 0..196'),
  check('silver.order:1', 'silver', 'Events earlier than the one before', 'pass', '0 of 197', 'at most 1 %'),
  check('gold.scores', 'gold', 'Rows of scores match the catalog', 'pass', '480', '480'),
];

function check(
  checkId: string,
  layer: LayerCheck['layer'],
  title: string,
  status: LayerCheck['status'],
  observed: string,
  expected: string,
): LayerCheck {
  return { checkId, layer, title, status, observed, expected, detail: status === 'pass' ? '' : 'gateway.log' };
}
