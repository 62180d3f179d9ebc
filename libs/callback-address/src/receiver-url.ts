import { literalAddressOf } from './literal-address.ts';
import { isPublicUnicast } from './public-unicast.ts';

/**
 * Why what a service is to be told cannot be posted to an address, worded for the caller; undefined where it can. `http` and
 * private addresses are for platforms that allow private callbacks.
 */
export function faultOfReceiverUrl(text: string, allowPrivate: boolean): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text) || /[\s\p{Cc}]/u.test(text)) {
    return 'must be a valid, fully qualified, http(s) URI';
  }
  const url = new URL(text);
  if (url.protocol === 'http:' && !allowPrivate) return 'must be an https URI';
  if (/^https?:[/\\]+[^/\\?#]*@/i.test(text)) return 'must not hold a user or a password';
  if (text.includes('#')) return 'must not hold a fragment';
  const address = literalAddressOf(url);
  if (address !== undefined && !allowPrivate && !isPublicUnicast(address))
    return 'must not be a private address';
  return undefined;
}
