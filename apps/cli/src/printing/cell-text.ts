/** A value as one line of a table, without control characters. */
export function cellText(value: unknown): string {
  return plain(words(value));
}

function words(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value))
    return value.map(words).join(value.some((entry) => typeof entry === 'object') ? '; ' : ', ');
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value);
  return entries.map(([name, held]) => `${name}=${words(held)}`).join(' ');
}

const CONTROLS = /[\p{Cc}\p{Cf}]+/gu;

function plain(text: string): string {
  return text.replace(CONTROLS, ' ');
}
