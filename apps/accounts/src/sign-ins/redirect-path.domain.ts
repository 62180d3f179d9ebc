const LONGEST = 2_048;
const CONTROL = /\p{Cc}/u;
const ORIGIN = 'https://frontend.invalid';

/** What is wrong with a path that people are to be sent to afterwards; undefined where it stays on the frontend. */
export function redirectPathFault(path: string): string | undefined {
  if (path.length > LONGEST) return `redirect_path should have at most ${LONGEST} characters`;
  if (!path.startsWith('/') || path.startsWith('//')) return 'redirect_path should begin with one /';
  if (path.includes('\\') || CONTROL.test(path)) {
    return 'redirect_path should have no backslash and no control character';
  }
  const url = URL.parse(path, ORIGIN);
  return url?.origin === ORIGIN ? undefined : 'redirect_path should stay on the frontend';
}
