import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { createGuardedFetch, type GuardedFetch } from '@gatehouse/outgoing';
import type { AccountsConfig } from './config.ts';

type GatewayConfig = Pick<AccountsConfig, 'GATEWAY_URL' | 'GATEWAY_PORT' | 'HOST' | 'TLS_CERT'>;

/** Where the gateway is: as `GATEWAY_URL` says, else on this machine. */
function gatewayUrlOf({ GATEWAY_URL, GATEWAY_PORT, HOST, TLS_CERT }: GatewayConfig): string {
  if (GATEWAY_URL !== undefined) return GATEWAY_URL;
  const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '::1' : HOST;
  const scheme = TLS_CERT === undefined ? 'http' : 'https';
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${GATEWAY_PORT}`;
}

/**
 * Requests to the platform's own provider: whatever its issuer is called, they go to the gateway. On this machine its certificate
 * is checked against the host of PUBLIC_URL, and may be its own authority.
 */
export function gatewayRequests(
  config: GatewayConfig,
  { issuer, publicUrl }: { issuer: string; publicUrl: string },
): GuardedFetch {
  const gatewayUrl = gatewayUrlOf(config);
  const isHere = config.GATEWAY_URL === undefined;
  const tls =
    isHere && config.TLS_CERT !== undefined
      ? {
          servername: new URL(publicUrl).hostname,
          ca: [...rootCertificates, readFileSync(config.TLS_CERT, 'utf8')],
        }
      : undefined;
  const requests = createGuardedFetch({ allowPrivate: true, ...(tls && { tls }) });
  return {
    fetch: (url, request) =>
      requests.fetch(
        url.startsWith(`${issuer}/`) ? `${gatewayUrl}${url.slice(issuer.length)}` : url,
        request,
      ),
    close: () => requests.close(),
  };
}
