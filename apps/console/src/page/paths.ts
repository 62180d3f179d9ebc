/** A path with its parameters filled in, and a query of what has a value. */
export function pathWith(
  pattern: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
  params: Readonly<Record<string, string>> = {},
): string {
  const path = pattern.replaceAll(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
