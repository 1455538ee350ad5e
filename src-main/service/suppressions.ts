import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ContractError } from '#shared/base/errors.ts';
import type { SuppressionView } from '#shared/contract/suppressions.ts';
import type { Incident } from '#shared/domain/detection.ts';
import { type Suppression, suppressionOf, suppressionSchema } from '#shared/domain/suppression.ts';
import type { CaseCatalog } from '../catalog/case-catalog.ts';
import type { HomeRules } from './home-rules.ts';

/** Key of the case's settings. */
const KEY = 'suppressions';
const MAX_RULES = 1000;

/** Where the rules of an open case are: in the case itself, and in the home for all cases. */
export interface RuleSource {
  readonly catalog: CaseCatalog;
  readonly homeRules: HomeRules;
}

/** A rule as a person puts it together. */
export type NewRule = Pick<Suppression, 'scope' | 'reason' | 'expiresAtMs'>;

/** The case's own rules first, then those of all cases, each oldest first: a rule near by answers for what it hides. */
function rulesOf({ catalog, homeRules }: RuleSource): readonly Suppression[] {
  return [...caseRules(catalog), ...homeRules.list()];
}

function caseRules(catalog: CaseCatalog): readonly Suppression[] {
  return z.array(suppressionSchema).parse(catalog.settings.get(KEY) ?? []);
}

/** Incidents of a run apart: those to show, and those some rule takes for normal. Both keep their order. */
export function splitIncidents(
  source: RuleSource,
  runId: string,
  nowMs = Date.now(),
): { readonly shown: readonly Incident[]; readonly hidden: readonly Incident[] } {
  return splitByRules(source, source.catalog.runs.incidents(runId), nowMs);
}

/** Incidents apart: those to show, and those some rule takes for normal. Both keep their order. */
export function splitByRules(
  source: RuleSource,
  incidents: readonly Incident[],
  nowMs = Date.now(),
): { readonly shown: readonly Incident[]; readonly hidden: readonly Incident[] } {
  const rules = rulesOf(source);
  if (rules.length === 0) return { shown: incidents, hidden: [] };
  const isHidden = (incident: Incident): boolean => suppressionOf(rules, incident, nowMs) !== null;
  return {
    shown: incidents.filter((incident) => !isHidden(incident)),
    hidden: incidents.filter((incident) => isHidden(incident)),
  };
}

/** The rules that hold for a case with what each hides of its current analysis. */
export function viewSuppressions(source: RuleSource, nowMs = Date.now()): SuppressionView[] {
  const rules = rulesOf(source);
  const run = source.catalog.runs.current();
  const hits = new Map<string, number>();
  for (const incident of run === null ? [] : source.catalog.runs.incidents(run.runId)) {
    const rule = suppressionOf(rules, incident, nowMs);
    if (rule !== null) hits.set(rule.ruleId, (hits.get(rule.ruleId) ?? 0) + 1);
  }
  const own = caseRules(source.catalog).length;
  return rules.map((rule, at) => viewRule(rule, at < own ? 'case' : 'all', hits.get(rule.ruleId) ?? 0, nowMs));
}

/** The rules of all cases, without a case to say what they hide of it. */
export function viewHomeRules(homeRules: HomeRules, nowMs = Date.now()): SuppressionView[] {
  return homeRules.list().map((rule) => viewRule(rule, 'all', null, nowMs));
}

function viewRule(rule: Suppression, reach: 'case' | 'all', hits: number | null, nowMs: number): SuppressionView {
  return { ...rule, reach, isExpired: rule.expiresAtMs !== null && rule.expiresAtMs <= nowMs, hits };
}

/** @returns The new rule's id. @throws ContractError `suppressions.too-many` */
export function addCaseRule(catalog: CaseCatalog, rule: NewRule): string {
  const rules = caseRules(catalog);
  refuseTooMany(rules, 'A case');
  const made = makeRule(rule);
  catalog.saveSetting(KEY, [...rules, made]);
  return made.ruleId;
}

/** @returns The new rule's id. @throws ContractError `suppressions.too-many` */
export function addHomeRule(homeRules: HomeRules, rule: NewRule): string {
  refuseTooMany(homeRules.list(), 'The home');
  const made = makeRule(rule);
  homeRules.add(made);
  return made.ruleId;
}

function refuseTooMany(rules: readonly Suppression[], holder: string): void {
  if (rules.length < MAX_RULES) return;
  throw new ContractError('suppressions.too-many', `${holder} has at most ${MAX_RULES} rules: remove some first.`);
}

function makeRule(rule: NewRule): Suppression {
  return { ...rule, ruleId: randomBytes(4).toString('hex'), createdAtMs: Date.now() };
}

/** @returns False when the case has no such rule. */
export function removeCaseRule(catalog: CaseCatalog, ruleId: string): boolean {
  const rules = caseRules(catalog);
  const kept = rules.filter((rule) => rule.ruleId !== ruleId);
  if (kept.length === rules.length) return false;
  catalog.saveSetting(KEY, kept.length === 0 ? undefined : kept);
  return true;
}

/** Whether the rule is the case's own, so that the case has to be opened for writing to take it away. */
export function isCaseRule(catalog: CaseCatalog, ruleId: string): boolean {
  return caseRules(catalog).some((rule) => rule.ruleId === ruleId);
}
