import { LogText } from '../../ui/log-text.tsx';

const WILDCARDS: readonly string[] = ['<*>'];

/** A template's text with its wildcards in the accent colour. */
export function TemplateText(props: { readonly text: string; readonly name?: string | null }) {
  const { text, name = null } = props;
  return (
    <span className="ls-template-mark">
      {name !== null && <b>{name} </b>}
      <LogText content={text} parts={null} words={WILDCARDS} />
    </span>
  );
}
