/**
 * Loads the library of OpenID Connect, without its warning of a Node that is not yet a long-term one: which Node the
 * platform runs on is pinned and tested.
 */
export async function loadLibrary(): Promise<typeof import('oidc-provider')> {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

export type Library = typeof import('oidc-provider');
