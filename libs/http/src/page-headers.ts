import type { PolicyAdditions } from './reply.ts';

const POLICY: PolicyAdditions = {
  'default-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
};

/** What a page is sent with: nothing foreign runs in it, nobody frames it or keeps it, its address goes nowhere. */
export function pageHeaders(additions: PolicyAdditions = {}): Record<string, string> {
  const directives = new Set([...Object.keys(POLICY), ...Object.keys(additions)]);
  const policy = [...directives].map((directive) => {
    const base = POLICY[directive] ?? ["'self'"];
    return [directive, ...base, ...(additions[directive] ?? [])].join(' ');
  });
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
}
