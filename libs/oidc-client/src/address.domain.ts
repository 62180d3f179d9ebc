const LOOPBACK = /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/;
const MAX_LENGTH = 2_048;

/** Where plain http is taken: on this machine, for trials. */
export interface AddressRules {
  allowHttpOnLoopback: boolean;
  /** For the platform's own provider, which is reached inside whatever its issuer is called. */
  allowHttp?: boolean | undefined;
}

function read(text: unknown): URL | undefined {
  if (typeof text !== 'string' || text.length > MAX_LENGTH || /[\s\\#]/.test(text)) return undefined;
  const url = URL.parse(text);
  return url === null || url.username !== '' || url.password !== '' || url.hostname === '' ? undefined : url;
}

function isSafe(url: URL, { allowHttpOnLoopback, allowHttp = false }: AddressRules): boolean {
  if (url.protocol === 'https:') return true;
  if (allowHttp && url.protocol === 'http:') return true;
  return url.protocol === 'http:' && allowHttpOnLoopback && LOOPBACK.test(url.hostname);
}

/** What an issuer must be, in words; undefined where it is one. Its text is compared as it is, so it is never normalised. */
export function issuerFault(issuer: string, rules: AddressRules): string | undefined {
  const url = read(issuer);
  if (url === undefined || issuer.includes('?')) {
    return 'issuer should be a URL without user, query and fragment';
  }
  if (isSafe(url, rules)) return undefined;
  return rules.allowHttpOnLoopback ? 'issuer should be https, or http on loopback' : 'issuer should be https';
}

/** Whether a provider may name an address as one of its own. One on loopback has all of them there. */
export function isEndpointOf(issuer: string, endpoint: unknown, rules: AddressRules): endpoint is string {
  const url = read(endpoint);
  if (url === undefined) return false;
  const issuerUrl = new URL(issuer);
  if (LOOPBACK.test(issuerUrl.hostname)) return isSafe(url, rules) && LOOPBACK.test(url.hostname);
  return url.protocol === 'https:' || (rules.allowHttp === true && isSafe(url, rules));
}

/** Where a provider describes itself. */
export function discoveryAddress(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}
