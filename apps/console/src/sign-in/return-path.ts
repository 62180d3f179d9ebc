/** The console's first page. */
export const FIRST_PAGE = '/operator';

const LONGEST = 2_000;
const BASE = 'http://console.invalid';

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const HARMFUL = /\/\/|\\|[\u0000-\u001f\u007f-\u009f]/;

/**
 * Where a browser continues after the sign-in: a path below `/operator`, with its query. Anything that a browser might read as another
 * place, as it stands or once decoded, is the first page.
 */
export function returnPathOf(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > LONGEST || !wanted.startsWith(FIRST_PAGE)) return FIRST_PAGE;
  const plain = decoded(wanted);
  if (plain === undefined || HARMFUL.test(wanted) || HARMFUL.test(plain)) return FIRST_PAGE;
  const url = URL.parse(wanted, BASE);
  if (url === null || url.origin !== BASE || !/^\/operator(?:\/|$)/.test(url.pathname)) return FIRST_PAGE;
  return url.pathname + url.search;
}
