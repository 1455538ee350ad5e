import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ContractError } from '#shared/base/errors.ts';
import type { SuppressionView } from '#shared/contract/suppressions.ts';
import type { Incident } from '#shared/domain/detection.ts';
import { type Suppression, suppressionOf, suppressionSchema } from '#shared/domain/suppression.ts';
import type { CaseCatalog } from '../catalog/case-catalog.ts';

/** Key of the case's settings. */
const KEY = 'suppressions';
const MAX_RULES = 1000;

/** The rules of a case, oldest first. */
export function suppressionsOf(catalog: CaseCatalog): readonly Suppression[] {
  return z.array(suppressionSchema).parse(catalog.settings.get(KEY) ?? []);
}

/** Incidents of a run apart: those to show, and those some rule takes for normal. Both keep their order. */
export function splitIncidents(
  catalog: CaseCatalog,
  runId: string,
  nowMs = Date.now(),
): { readonly shown: readonly Incident[]; readonly hidden: readonly Incident[] } {
  const incidents = catalog.runs.incidents(runId);
  const rules = suppressionsOf(catalog);
  if (rules.length === 0) return { shown: incidents, hidden: [] };
  const isHidden = (incident: Incident): boolean => suppressionOf(rules, incident, nowMs) !== null;
  return {
    shown: incidents.filter((incident) => !isHidden(incident)),
    hidden: incidents.filter((incident) => isHidden(incident)),
  };
}

/** The rules with what each hides of the current analysis. */
export function viewSuppressions(catalog: CaseCatalog, nowMs = Date.now()): SuppressionView[] {
  const rules = suppressionsOf(catalog);
  const run = catalog.runs.current();
  const hits = new Map<string, number>();
  for (const incident of run === null ? [] : catalog.runs.incidents(run.runId)) {
    const rule = suppressionOf(rules, incident, nowMs);
    if (rule !== null) hits.set(rule.ruleId, (hits.get(rule.ruleId) ?? 0) + 1);
  }
  return rules.map((rule) => ({
    ...rule,
    isExpired: rule.expiresAtMs !== null && rule.expiresAtMs <= nowMs,
    hits: hits.get(rule.ruleId) ?? 0,
  }));
}

/** @throws ContractError `suppressions.too-many` */
export function addSuppression(
  catalog: CaseCatalog,
  rule: Pick<Suppression, 'scope' | 'reason' | 'expiresAtMs'>,
): SuppressionView {
  const rules = suppressionsOf(catalog);
  if (rules.length >= MAX_RULES) {
    throw new ContractError('suppressions.too-many', `A case has at most ${MAX_RULES} rules: remove some first.`);
  }
  const ruleId = randomBytes(4).toString('hex');
  catalog.saveSetting(KEY, [...rules, { ...rule, ruleId, createdAtMs: Date.now() }]);
  return viewSuppressions(catalog).find((one) => one.ruleId === ruleId)!;
}

/** @returns False when there is no such rule. */
export function removeSuppression(catalog: CaseCatalog, ruleId: string): boolean {
  const rules = suppressionsOf(catalog);
  const kept = rules.filter((rule) => rule.ruleId !== ruleId);
  if (kept.length === rules.length) return false;
  catalog.saveSetting(KEY, kept.length === 0 ? undefined : kept);
  return true;
}
