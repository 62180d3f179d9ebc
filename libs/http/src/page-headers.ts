import type { PolicyChanges } from './reply.ts';

const POLICY: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
};

/** The headers of a page: no foreign code, no framing, no caching, no referrer. */
export function pageHeaders(changes: PolicyChanges = {}): Record<string, string> {
  const directives = new Set([...Object.keys(POLICY), ...Object.keys(changes)]);
  const policy = [...directives].flatMap((directive) => {
    const change = changes[directive] ?? [];
    if (change === 'unrestricted') return [];
    return [[directive, ...(POLICY[directive] ?? ["'self'"]), ...change].join(' ')];
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
