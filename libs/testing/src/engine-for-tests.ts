/** A real server to test against, and where it was found; or why there is none. */
export type EngineForTests = { url: string; from: string; stop(): Promise<void> } | { skipped: string };

/** Why a suite is skipped. With `REQUIRE_ENGINES=true`, as in CI, that is a failure: throws. */
export function skippedEngine(reason: string): EngineForTests {
  if (process.env.REQUIRE_ENGINES === 'true') throw new Error(`REQUIRE_ENGINES is set, but ${reason}`);
  return { skipped: `skipped, ${reason}` };
}

/** Whether a Docker engine answers. */
export async function isDockerThere(): Promise<boolean> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}
