import { Check, CircleAlert, Info } from 'lucide-react';
import type { TemplateHealth, TemplateSuggestion } from '#shared/contract/template-statistics.ts';
import type { TemplateCount } from '#shared/contract/template-edits.ts';
import { useSelection } from '../../state/selection.ts';
import { useTemplateDraft } from '../../state/template-draft.ts';
import { useTemplateHealth } from '../../state/template-statistics.ts';
import { formatCount, formatPercent, formatPlural, formatQuantity } from '../../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { GrowthCurve } from './growth-curve.tsx';
import { draftOf } from './suggested-draft.ts';
import { TemplateText } from './template-text.tsx';

/** How good the templates are as a whole, and what would make them better. */
export function HealthView() {
  const health = useTemplateHealth();
  if (health.data === undefined)
    return health.error === null ? (
      <LoadingState label="Looking at the templates…" />
    ) : (
      <ErrorState error={health.error} onRetry={() => void health.refetch()} />
    );
  const { data } = health;
  if (data.events === 0)
    return (
      <EmptyState title="No templates here yet">Their health is told once lines have become templates.</EmptyState>
    );
  return (
    <div className="ls-panel-scroll ls-health" tabIndex={0} role="group" aria-label="Health of the templates">
      <Verdict health={data} />
      <Figures health={data} />
      <section aria-labelledby="health-growth">
        <h3 id="health-growth">
          Templates over the input <span className="ls-dim">{formatCount(data.templates)} at its end</span>
        </h3>
        <GrowthCurve
          points={data.growth}
          label={`${formatPlural(data.templates, 'template')} over ${formatPlural(data.events, 'event')}`}
        />
        <p className="ls-health-axis ls-num ls-dim">
          <span>0</span>
          <span>{formatPlural(data.events, 'event')}</span>
        </p>
      </section>
      <Suggestions suggestions={data.suggestions} />
      <Named title="Nothing but wildcards" templates={data.allWildcards} />
      <AlikeSets sets={data.alike} />
    </div>
  );
}

const VERDICTS: Readonly<Record<TemplateHealth['verdict'], { readonly text: string; readonly className: string }>> = {
  good: { text: 'The templates look good', className: 'ls-health-good' },
  fair: { text: 'The templates are fair', className: 'ls-health-fair' },
  poor: { text: 'The templates are poor', className: 'ls-health-poor' },
};

function Verdict(props: { readonly health: TemplateHealth }) {
  const { verdict, problems, edits } = props.health;
  const { text, className } = VERDICTS[verdict];
  const Icon = verdict === 'good' ? Check : verdict === 'fair' ? Info : CircleAlert;
  return (
    <div>
      <p className="ls-health-verdict">
        <Icon size={16} className={className} aria-hidden />
        <b>{text}</b>
      </p>
      <ul className="ls-health-problems">
        {problems.map(({ code, message }) => (
          <li key={code}>{message}</li>
        ))}
        {edits > 0 && <li className="ls-dim">{formatPlural(edits, 'edit')} by hand applied.</li>}
        {problems.length === 0 && <li className="ls-dim">No catch-all, no crowd of look-alikes, no runaway growth.</li>}
      </ul>
    </div>
  );
}

function Figures(props: { readonly health: TemplateHealth }) {
  const { templates, shapes, singletons, singletonShare, top, newPerTenThousand } = props.health;
  const rows: readonly (readonly [string, string, string])[] = [
    ['Templates', formatCount(templates), `of ${formatPlural(shapes, 'token shape')}`],
    ['Seen once', formatCount(singletons), `· ${formatPercent(singletonShare)} of the templates`],
    [
      'Largest',
      top === null ? '–' : formatPercent(top.share),
      top === null ? '' : `of the events, ${formatPlural(top.shapes, 'shape')}`,
    ],
    ['New at the end', formatQuantity(newPerTenThousand), 'in 10,000 events'],
  ];
  return (
    <dl className="ls-facts ls-facts-wide">
      {rows.map(([name, value, about]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="ls-num">
            <b>{value}</b> <span className="ls-dim">{about}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Suggestions(props: { readonly suggestions: readonly TemplateSuggestion[] }) {
  const start = useTemplateDraft((state) => state.start);
  if (props.suggestions.length === 0) return null;
  return (
    <section aria-labelledby="health-suggestions">
      <h3 id="health-suggestions">What could be done</h3>
      <ul className="ls-health-list">
        {props.suggestions.map((suggestion) => (
          <li key={`${suggestion.action.kind} ${suggestion.reason}`}>
            <p className="ls-health-reason">
              {suggestion.reason} <span className="ls-dim ls-num">{formatPlural(suggestion.events, 'event')}</span>
            </p>
            <button type="button" className="ls-action" onClick={() => start(draftOf(suggestion))}>
              {ACTION_TEXT[suggestion.action.kind]}…
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const ACTION_TEXT: Readonly<Record<TemplateSuggestion['action']['kind'], string>> = {
  merge: 'Merge them',
  split: 'Split it',
  mask: 'Mask it',
};

function Named(props: { readonly title: string; readonly templates: readonly TemplateCount[] }) {
  const { title, templates } = props;
  if (templates.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <TemplateLinks templates={templates} />
    </section>
  );
}

function AlikeSets(props: { readonly sets: TemplateHealth['alike'] }) {
  const start = useTemplateDraft((state) => state.start);
  if (props.sets.length === 0) return null;
  return (
    <section aria-labelledby="health-alike">
      <h3 id="health-alike">Alike but for one place</h3>
      {props.sets.map(({ text, templates }) => (
        <details key={text} className="ls-health-set">
          <summary>
            <span className="ls-health-set-text">
              <TemplateText text={text} />
            </span>
            <span className="ls-dim ls-num">{formatCount(templates.length)}</span>
          </summary>
          <TemplateLinks templates={templates} />
          <button
            type="button"
            className="ls-action"
            onClick={() => start({ kind: 'merge', templateIds: templates.map(({ templateId }) => templateId) })}
          >
            Merge them…
          </button>
        </details>
      ))}
    </section>
  );
}

function TemplateLinks(props: { readonly templates: readonly TemplateCount[] }) {
  const pickTemplate = useSelection((state) => state.pickTemplate);
  return (
    <ul className="ls-health-links">
      {props.templates.map(({ templateId, text, name, count }) => (
        <li key={templateId}>
          <button type="button" className="ls-link" onClick={() => pickTemplate(templateId)}>
            <TemplateText text={text} name={name} />
          </button>
          <span className="ls-num ls-dim">{formatCount(count)}</span>
        </li>
      ))}
    </ul>
  );
}
