/** Whose platform it is, and where its users find help. */
export interface PlatformIdentity {
  name: string;
  supportUrl?: string | undefined;
  supportEmail?: string | undefined;
  privacyUrl?: string | undefined;
  accessibilityUrl?: string | undefined;
}

/** The settings that make the identity. */
export interface IdentityConfig {
  PLATFORM_NAME: string;
  SUPPORT_URL: string | undefined;
  SUPPORT_EMAIL: string | undefined;
  PRIVACY_URL: string | undefined;
  ACCESSIBILITY_URL: string | undefined;
}

/** The platform's identity by its settings. */
export function platformIdentity(config: IdentityConfig): PlatformIdentity {
  return {
    name: config.PLATFORM_NAME,
    supportUrl: config.SUPPORT_URL,
    supportEmail: config.SUPPORT_EMAIL,
    privacyUrl: config.PRIVACY_URL,
    accessibilityUrl: config.ACCESSIBILITY_URL,
  };
}
