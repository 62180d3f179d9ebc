/** What the discovery document says beside what the library knows. */
export function discovery(issuer: string): Record<string, unknown> {
  return {
    claim_types_supported: ['normal'],
    end_session_endpoint: `${issuer}/oidc/end-session`,
    prompt_values_supported: ['none', 'login'],
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    request_parameter_supported: false,
  };
}
