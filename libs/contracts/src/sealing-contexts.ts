/** What a service's API secrets are sealed for: access seals them, and each registry of services opens them. */
export function serviceSecretContext(serviceId: string): string {
  return `service-secret:${serviceId}`;
}

/** What a registration's token and code are sealed for: invitations seals them, notifier opens them for the email. */
export function registrationContext(registrationId: string, generation: number): string {
  return `registration:${registrationId}:${generation}`;
}
