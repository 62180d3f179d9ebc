/** What a service's API secrets are sealed for: access seals them, and each registry of services opens them. */
export function serviceSecretContext(serviceId: string): string {
  return `service-secret:${serviceId}`;
}

/** What the secret parts of a message are sealed for: the app that lists the message seals them, the notifier opens them. */
export function messageContext(messageId: string): string {
  return `message:${messageId}`;
}

/** What the private half of a signing key is sealed for: signin seals it, and the notifier opens it to sign logout tokens. */
export function signingKeyContext(kid: string): string {
  return `signing-key:${kid}`;
}
