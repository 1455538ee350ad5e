/** Keys as printed on a keyboard. */
export function KeyHint(props: { readonly labels: readonly string[] }) {
  return (
    <span className="ls-keys">
      {props.labels.map((label) => (
        <kbd className="ls-kbd" key={label}>
          {label}
        </kbd>
      ))}
    </span>
  );
}
