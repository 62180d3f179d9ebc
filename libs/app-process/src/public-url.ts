/** What links begin with: PUBLIC_URL, else this machine with the gateway's scheme and port. */
export function publicUrlOf(
  config: { PUBLIC_URL: string | undefined; TLS_CERT: string | undefined; GATEWAY_PORT: number },
  gatewayPort = config.GATEWAY_PORT,
): string {
  const scheme = config.TLS_CERT === undefined ? 'http' : 'https';
  return config.PUBLIC_URL ?? `${scheme}://localhost:${gatewayPort}`;
}
