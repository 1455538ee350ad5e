/**
 * Numbered orders, a line every tenth of a second: long enough for a reading to be hit in the middle.
 * @param isTrace Lines by number that continue the event before; default: none.
 */
export function orderLog(lines: number, isTrace: (line: number) => boolean = () => false): string {
  const start = Date.UTC(2024, 4, 1);
  const verbs = ['accepted', 'queued', 'sent', 'dropped', 'retried'];
  const text = Array.from({ length: lines }, (_, index) => {
    if (isTrace(index)) return '    at shop.Order.place(Order.java:42)';
    const time = new Date(start + index * 100).toISOString();
    return `${time} INFO shop: order ${index} ${verbs[index % 5]} after ${index % 997} ms from 10.0.${index % 256}.${index % 251}`;
  });
  return `${text.join('\n')}\n`;
}
